import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { queueDecisionsCommand } from './queue/decisions.ts'
import { queueLsCommand } from './queue/ls.ts'
import { queueMoveCommand } from './queue/move.ts'

/** `fairlead queue`. */
export function queueCommand(app: App): Command {
  return new Command('queue')
    .summary('how departments and projects stand, what waits, and its order')
    .addCommand(queueLsCommand(app))
    .addCommand(queueMoveCommand(app))
    .addCommand(queueDecisionsCommand(app))
}
