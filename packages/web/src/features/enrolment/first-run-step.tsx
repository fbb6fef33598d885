import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { trpc, type Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'
import type { Cluster } from '../clusters/cluster-health.tsx'
import { StatusMark } from '../workloads/status-mark.tsx'
import { useLiveWorkload } from '../workloads/use-live-workload.ts'
import classes from './enrol-page.module.css'

const SIMULATED_SECONDS = '3'

/** A small job that says hello on the new cluster and nowhere else. */
function sampleJob(cluster: Cluster, project: string, pool: string | undefined): Inputs['workloads']['submit'] {
  return {
    project,
    kind: 'job',
    spec: {
      command: ['echo', `hello from ${cluster.name}`],
      resources: { cpu: 0.1, memory: '64Mi' },
      timeout: '5m',
      placement: { clusters: [cluster.name], ...(pool === undefined ? {} : { nodePool: pool }) },
      ...(cluster.driver === 'simulated'
        ? { annotations: { 'fairlead.dev/simulated-duration': SIMULATED_SECONDS } }
        : {}),
    },
  }
}

/** The proof that all of it works: one job, from here to there and back. */
export function FirstRunStep({ cluster }: { cluster: Cluster }) {
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const nodes = useQuery(trpc.nodes.list.queryOptions({ cluster: cluster.name }))
  const [chosen, setChosen] = useState<string>()
  const submit = useMutation(trpc.workloads.submit.mutationOptions())
  const open = (projects.data?.items ?? []).filter(({ archivedAt }) => archivedAt === null)
  const project = open.find(({ name }) => name === chosen)?.name ?? open[0]?.name
  const pool = nodes.data?.items.find(({ ready }) => ready)?.nodePool?.name
  if (projects.data && project === undefined) {
    return (
      <div className={classes['box']}>
        <p>Work belongs to a project, and there is none yet.</p>
        <div className={classes['row']}>
          <ButtonLink to="/org" variant="primary">
            Create a project
          </ButtonLink>
        </div>
      </div>
    )
  }
  const job = sampleJob(cluster, project ?? '', pool)
  return (
    <div className={classes['box']}>
      <div className={classes['row']}>
        <Picker label="Project" options={open.map(({ name }) => name)} value={project ?? ''} onChange={setChosen} />
        <Button
          variant={submit.data ? 'default' : 'primary'}
          isBusy={submit.isPending}
          disabled={project === undefined}
          onClick={() => submit.mutate(job)}
        >
          {submit.data ? 'Submit another' : 'Submit a sample job'}
        </Button>
        {submit.data ? <Progress id={submit.data.id} name={submit.data.name} /> : null}
      </div>
      <ProblemNotice error={submit.error} />
      <CommandBox
        title="The same by hand"
        commands={commandSet({
          cli: {
            words: ['run'],
            options: { project, cluster: [cluster.name], pool, cpu: '0.1', memory: '64Mi', timeout: '5m' },
            rest: job.spec.command ?? [],
          },
          request: { method: 'POST', path: '/workloads', body: job },
        })}
      />
    </div>
  )
}

function Progress({ id, name }: { id: string; name: string }) {
  const workload = useQuery(trpc.workloads.get.queryOptions({ workload: id }))
  useLiveWorkload(id, [])
  return (
    <span className={classes['row']} role="status">
      <Link to="/workloads/$workload" params={{ workload: id }}>
        {name}
      </Link>
      {workload.data ? <StatusMark status={workload.data.status} /> : null}
    </span>
  )
}
