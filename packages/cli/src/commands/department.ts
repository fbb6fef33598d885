import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { departmentAddCommand } from './department/add.ts'
import { departmentLsCommand } from './department/ls.ts'
import { departmentRmCommand } from './department/rm.ts'

/** `fairlead department`. */
export function departmentCommand(app: App): Command {
  return new Command('department')
    .summary('projects that share a quota')
    .addCommand(departmentLsCommand(app))
    .addCommand(departmentAddCommand(app))
    .addCommand(departmentRmCommand(app))
}
