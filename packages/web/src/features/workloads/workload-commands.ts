import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet, queryString } from '../commands/command-set.ts'
import type { Workload } from './phases.ts'
import type { WorkloadFilter } from './workload-search.ts'

type Named = Pick<Workload, 'id' | 'name'>

/** An order to some workloads. One line names them all; the requests are one each. */
export function orderCommands(order: 'cancel' | 'stop' | 'resume', workloads: readonly Named[]): Commands {
  const sets = workloads.map(({ id }) =>
    commandSet({
      cli: { words: [order, ...workloads.map((workload) => workload.id)] },
      request: { method: 'POST', path: `/workloads/${id}/${order}`, body: {} },
    }),
  )
  const [first] = sets
  if (!first) return []
  return first.map(({ name, text }, index) => ({
    name,
    text: name === 'CLI' ? text : sets.map((set) => set[index]?.text ?? '').join('\n'),
  }))
}

export function listCommands(filter: WorkloadFilter): Commands {
  return commandSet({
    cli: {
      words: ['ps'],
      options: {
        all: filter.phase === undefined && !filter.active ? true : undefined,
        status: filter.phase,
        project: filter.project,
        department: filter.department,
        cluster: filter.cluster,
        pool: filter.pool,
        query: filter.q,
        since: filter.since,
      },
    },
    request: {
      method: 'GET',
      path: `/workloads${queryString({
        phase: filter.phase,
        active: filter.active,
        project: filter.project,
        department: filter.department,
        cluster: filter.cluster,
        nodePool: filter.pool,
        query: filter.q,
        since: filter.since,
      })}`,
    },
  })
}

/** What a saved view shows, as a command. */
export function viewCommands(name: string): Commands {
  return commandSet({
    cli: { words: ['ps'], options: { view: name } },
    request: { method: 'GET', path: '/views?page=workloads' },
  })
}

export function whyCommands({ id }: Named): Commands {
  return commandSet({ cli: { words: ['why', id] }, request: { method: 'GET', path: `/workloads/${id}/why` } })
}

export function logCommands(
  { id }: Named,
  options: {
    follow: boolean
    replica: number | undefined
    run: string | undefined
    search?: string | undefined
  },
): Commands {
  const { follow, replica, run, search } = options
  return commandSet({
    cli: { words: ['logs', id], options: { follow: follow ? true : undefined, replica, run, search } },
    request: {
      method: 'GET',
      path: `/workloads/${id}/logs${queryString({ follow: follow || undefined, replica, runId: run, search })}`,
    },
  })
}
