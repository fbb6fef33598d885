import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet, queryString } from '../commands/command-set.ts'
import type { UsageSearch } from './usage-search.ts'

/** The usage of a time as a command. Times are written out, so that the command says the same tomorrow. */
export function usageCommands(search: UsageSearch, { from, to }: { from: number; to: number }): Commands {
  const { by = 'project', project, department, cluster, pool, user } = search
  const times = { since: new Date(from).toISOString(), until: new Date(to).toISOString() }
  return commandSet({
    cli: { words: ['usage', by], options: { ...times, project, department, cluster, pool, user } },
    request: {
      method: 'GET',
      path: `/usage${queryString({ by, from: times.since, to: times.until, project, department, cluster, nodePool: pool, user })}`,
    },
  })
}

export function idleCommands(project?: string, department?: string): Commands {
  return commandSet({
    cli: { words: ['idle'], options: { project, department } },
    request: { method: 'GET', path: `/usage/idle${queryString({ project, department })}` },
  })
}

/** Calendar months beside each other. The command takes them in UTC. */
export function monthCommands({ project, department, cluster, pool, user }: UsageSearch, months: number): Commands {
  const [cli] = commandSet({
    cli: { words: ['usage'], options: { months, project, department, cluster, pool, user } },
    request: { method: 'GET', path: '/usage' },
  })
  return cli ? [cli] : []
}
