import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { connectionAddCommand } from './connection/add.ts'
import { connectionLsCommand } from './connection/ls.ts'
import { connectionRmCommand } from './connection/rm.ts'
import { connectionTestCommand } from './connection/test.ts'

/** `fairlead connection`. */
export function connectionCommand(app: App): Command {
  return new Command('connection')
    .summary('data and services that the jobs of a project use')
    .addCommand(connectionAddCommand(app))
    .addCommand(connectionLsCommand(app))
    .addCommand(connectionTestCommand(app))
    .addCommand(connectionRmCommand(app))
}
