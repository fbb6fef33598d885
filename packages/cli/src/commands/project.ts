import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { projectAddCommand } from './project/add.ts'
import { projectGetCommand } from './project/get.ts'
import { projectLsCommand } from './project/ls.ts'
import { projectMoveCommand } from './project/move.ts'
import { projectRmCommand } from './project/rm.ts'
import { projectSetCommand } from './project/set.ts'

/** `fairlead project`. */
export function projectCommand(app: App): Command {
  return new Command('project')
    .summary('who work belongs to')
    .addCommand(projectLsCommand(app))
    .addCommand(projectAddCommand(app))
    .addCommand(projectGetCommand(app))
    .addCommand(projectSetCommand(app))
    .addCommand(projectMoveCommand(app))
    .addCommand(projectRmCommand(app))
}
