import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Picker } from '../../components/picker/picker.tsx'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { trpc, type Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'
import type { Cluster } from '../clusters/cluster-health.tsx'
import { StatusMark } from '../workloads/status-mark.tsx'
import { useLiveWorkload } from '../workloads/use-live-workload.ts'
import classes from './enrol-page.module.css'

const SIMULATED_SECONDS = '3'
/** Small, and in most mirrors. */
const SAMPLE_IMAGE = 'docker.io/library/busybox:1.37'

/** A small job that says hello on the new cluster and nowhere else. */
function sampleJob(
  cluster: Cluster,
  { project, pool, image }: { project: string; pool: string | undefined; image: string | undefined },
): Inputs['workloads']['submit'] {
  return {
    project,
    kind: 'job',
    spec: {
      ...(image === undefined ? {} : { image }),
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
  const [sampleImage, setImage] = useState(SAMPLE_IMAGE)
  const submit = useDeed(trpc.workloads.submit.mutationOptions())
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
  const image = cluster.driver === 'kubernetes' ? sampleImage : undefined
  const job = sampleJob(cluster, { project: project ?? '', pool, image })
  return (
    <div className={classes['box']}>
      <div className={classes['row']}>
        <Picker label="Project" options={open.map(({ name }) => name)} value={project ?? ''} onChange={setChosen} />
        {image === undefined ? null : (
          <TextInput
            label="Image"
            value={image}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setImage(event.currentTarget.value)}
            style={{ width: 260 }}
          />
        )}
        <Button
          variant={submit.data ? 'default' : 'primary'}
          isBusy={submit.isPending}
          disabled={project === undefined || image === ''}
          onClick={() => submit.mutate(job)}
        >
          {submit.data ? 'Submit another' : 'Submit a sample job'}
        </Button>
        {submit.data ? <Progress id={submit.data.id} name={submit.data.name} /> : null}
      </div>
      {submit.data ? <Obstacles id={submit.data.id} warnings={submit.data.warnings} /> : null}
      <ProblemNotice error={submit.error} />
      <CommandBox
        title="The same by hand"
        commands={commandSet({
          cli: {
            words: ['run'],
            options: { project, image, cluster: [cluster.name], pool, cpu: '0.1', memory: '64Mi', timeout: '5m' },
            rest: job.spec.command ?? [],
          },
          request: { method: 'POST', path: '/workloads', body: job },
        })}
      />
    </div>
  )
}

/** What stands against it, before and after it has started. */
function Obstacles({ id, warnings }: { id: string; warnings: readonly string[] }) {
  const workload = useQuery(trpc.workloads.get.queryOptions({ workload: id }))
  const { phase, message, hint } = workload.data?.status ?? {}
  if (phase === 'SUCCEEDED' || phase === 'RUNNING') return null
  const said = message ?? warnings[0]
  if (said === undefined) return null
  return (
    <Notice tone={phase === 'FAILED' ? 'error' : 'warn'} title={sentence(said)}>
      {hint ? sentence(hint) : null}
    </Notice>
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
