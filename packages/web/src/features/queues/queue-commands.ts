import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet, queryString } from '../commands/command-set.ts'
import { commandLine } from '../../lib/shell.ts'
import { toYaml } from '../../lib/yaml.ts'
import type { Inputs } from '../../lib/trpc.ts'
import type { MoveRequest, Spot } from './move-request.ts'
import type { PendingFilter } from './pending.ts'

export function queueCommands(pool: string | undefined): Commands {
  return commandSet({
    cli: { words: ['queue', 'ls'], options: { pool } },
    request: { method: 'GET', path: `/queues${queryString({ nodePool: pool })}` },
  })
}

export function pendingCommands({ nodePool, project, department, reason, search, permanent }: PendingFilter): Commands {
  return commandSet({
    cli: { words: ['queue', 'ls'], options: { pending: true, pool: nodePool, project, department, reason, search } },
    request: {
      method: 'GET',
      path: `/queue/pending${queryString({ nodePool, project, department, reason, search, permanent: permanent === true ? true : undefined })}`,
    },
  })
}

export function moveCommands({ id, project }: MoveRequest['workload'], spot: Spot, other: string): Commands {
  const isBeside = spot === 'before' || spot === 'after'
  const named = other === '' ? 'ANOTHER' : other
  return commandSet({
    cli: {
      words: ['queue', 'move', id],
      options: isBeside ? { [spot]: named, project: project.name } : { [spot]: true },
    },
    request: {
      method: 'POST',
      path: `/workloads/${id}/move`,
      body: isBeside ? { [spot]: named, project: project.name } : { to: spot },
    },
  })
}

export function decisionCommands(): Commands {
  return commandSet({
    cli: { words: ['queue', 'decisions'] },
    request: { method: 'GET', path: '/queue/decisions' },
  })
}

/** As a file on standard input for the CLI, and as the request itself. */
export function whatIfCommands({ changes, window }: Inputs['whatIf']['run']): Commands {
  const command = commandLine(['fairlead', 'simulate'], {
    file: '-',
    window: window === undefined ? undefined : String(window),
  })
  return [
    { name: 'CLI', text: `${command} <<'END'\n${toYaml({ changes }).trimEnd()}\nEND` },
    ...commandSet({ request: { method: 'POST', path: '/what-if', body: { changes, window } } }),
  ]
}
