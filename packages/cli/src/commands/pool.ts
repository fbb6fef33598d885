import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { poolAddCommand } from './pool/add.ts'
import { poolLsCommand } from './pool/ls.ts'
import { poolRmCommand } from './pool/rm.ts'
import { poolSetCommand } from './pool/set.ts'

/** `fairlead pool`. */
export function poolCommand(app: App): Command {
  return new Command('pool')
    .summary('node pools: nodes chosen by labels')
    .addCommand(poolLsCommand(app))
    .addCommand(poolAddCommand(app))
    .addCommand(poolSetCommand(app))
    .addCommand(poolRmCommand(app))
}
