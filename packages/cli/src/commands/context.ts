import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { contextLsCommand } from './context/ls.ts'
import { contextUseCommand } from './context/use.ts'

/** `fairlead context`. */
export function contextCommand(app: App): Command {
  return new Command('context')
    .summary('the control planes that you are signed in to')
    .addCommand(contextLsCommand(app))
    .addCommand(contextUseCommand(app))
}
