import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { clusterAddCommand } from './cluster/add.ts'
import { clusterCheckCommand } from './cluster/check.ts'
import { clusterChannelCommand } from './cluster/channel.ts'
import { clusterConfirmPruneCommand } from './cluster/confirm-prune.ts'
import { clusterGetCommand } from './cluster/get.ts'
import { clusterLabelCommand } from './cluster/label.ts'
import { clusterLsCommand } from './cluster/ls.ts'
import { clusterNodesCommand } from './cluster/nodes.ts'
import { clusterPauseCommand } from './cluster/pause.ts'
import { clusterResumeCommand } from './cluster/resume.ts'
import { clusterRmCommand } from './cluster/rm.ts'
import { clusterTokenCommand } from './cluster/token.ts'
import { clusterUpgradeCommand } from './cluster/upgrade.ts'
import { clusterWindowCommand } from './cluster/window.ts'

/** `fairlead cluster`. */
export function clusterCommand(app: App): Command {
  return new Command('cluster')
    .summary('add clusters and see how they are')
    .addCommand(clusterAddCommand(app))
    .addCommand(clusterLsCommand(app))
    .addCommand(clusterGetCommand(app))
    .addCommand(clusterLabelCommand(app))
    .addCommand(clusterTokenCommand(app))
    .addCommand(clusterCheckCommand(app))
    .addCommand(clusterPauseCommand(app))
    .addCommand(clusterResumeCommand(app))
    .addCommand(clusterNodesCommand(app))
    .addCommand(clusterUpgradeCommand(app))
    .addCommand(clusterChannelCommand(app))
    .addCommand(clusterWindowCommand(app))
    .addCommand(clusterConfirmPruneCommand(app))
    .addCommand(clusterRmCommand(app))
}
