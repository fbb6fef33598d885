import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { templateLsCommand } from './template/ls.ts'
import { templatePushCommand } from './template/push.ts'
import { templateRmCommand } from './template/rm.ts'

/** `fairlead template`. */
export function templateCommand(app: App): Command {
  return new Command('template')
    .summary('what jobs can begin with')
    .addCommand(templateLsCommand(app))
    .addCommand(templatePushCommand(app))
    .addCommand(templateRmCommand(app))
}
