import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ButtonLink } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { firstCommands, type FirstCommand } from '../first-steps/first-commands.ts'
import { Step, type StepState } from '../enrolment/step.tsx'
import classes from '../first-steps/first-steps.module.css'

/** What makes an installation one that works: a cluster, a project, a workload. Each ticks itself when the control plane has it. */
export function NewInstallation({ clusters }: { clusters: Outputs['overview']['get']['clusters'] }) {
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const open = (projects.data?.items ?? []).filter(({ archivedAt }) => archivedAt === null)
  const [project] = open
  const may = { cluster: useCan('cluster:write'), project: useCan('project:write'), work: useCan('workload:submit') }
  const isReached = [clusters.connected > 0, project !== undefined, false]
  const next = isReached.indexOf(false)
  const stateOf = (index: number): StepState => (isReached[index] ? 'done' : index === next ? 'active' : 'waiting')
  const [addCluster] = firstCommands('clusters')
  const tree = firstCommands('departments')
  const run = firstCommands('workloads', project?.name).at(-1)
  return (
    <ol className={classes['steps']} aria-label="First steps">
      <Step
        number={1}
        title="Connect a cluster"
        state={stateOf(0)}
        detail={
          clusters.connected > 0
            ? `${plural(clusters.connected, 'cluster')} connected`
            : clusters.total > 0
              ? 'one is enrolled, and has not been heard from'
              : undefined
        }
      >
        {isReached[0] ? null : (
          <Act commands={[addCluster]}>
            {may.cluster ? (
              <ButtonLink to="/clusters/enrol" variant={next === 0 ? 'primary' : 'default'}>
                Add the first cluster
              </ButtonLink>
            ) : null}
          </Act>
        )}
      </Step>
      <Step
        number={2}
        title="Create a project"
        state={stateOf(1)}
        detail={project ? plural(open.length, 'project') : undefined}
      >
        {isReached[1] ? null : (
          <Act commands={tree}>
            {may.project ? (
              <ButtonLink to="/org" variant={next === 1 ? 'primary' : 'default'}>
                Departments and projects
              </ButtonLink>
            ) : null}
          </Act>
        )}
      </Step>
      <Step number={3} title="Run something" state={stateOf(2)}>
        <Act commands={[run]}>
          {may.work ? (
            <ButtonLink to="/workloads/submit" variant={next === 2 ? 'primary' : 'default'}>
              Submit the first workload
            </ButtonLink>
          ) : null}
        </Act>
      </Step>
    </ol>
  )
}

function Act({ commands, children }: { commands: readonly (FirstCommand | undefined)[]; children: ReactNode }) {
  const text = commands.map((one) => one?.command ?? '').join('\n')
  return (
    <>
      <CommandBox title="From a shell" commands={[{ name: 'CLI', text }]} />
      {children ? <div>{children}</div> : null}
    </>
  )
}
