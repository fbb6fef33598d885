import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { quotaGetCommand } from './quota/get.ts'
import { quotaSetCommand } from './quota/set.ts'

/** `fairlead quota`. */
export function quotaCommand(app: App): Command {
  return new Command('quota')
    .summary('what projects and departments deserve, and may hold')
    .addCommand(quotaGetCommand(app))
    .addCommand(quotaSetCommand(app))
}
