import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet, queryString } from '../commands/command-set.ts'

export function queueCommands(pool: string | undefined): Commands {
  return commandSet({
    cli: { words: ['queue', 'ls'], options: { pool } },
    request: { method: 'GET', path: `/queues${queryString({ nodePool: pool })}` },
  })
}
