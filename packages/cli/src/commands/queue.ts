import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { queueLsCommand } from './queue/ls.ts'

/** `fairlead queue`. */
export function queueCommand(app: App): Command {
  return new Command('queue').summary('how departments and projects stand').addCommand(queueLsCommand(app))
}
