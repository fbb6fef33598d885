import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { nodeCordonCommand } from './node/cordon.ts'
import { nodeDrainCommand } from './node/drain.ts'
import { nodeLsCommand } from './node/ls.ts'
import { nodeUncordonCommand } from './node/uncordon.ts'

/** `fairlead node`. */
export function nodeCommand(app: App): Command {
  return new Command('node')
    .summary('the nodes of all clusters')
    .addCommand(nodeLsCommand(app))
    .addCommand(nodeCordonCommand(app))
    .addCommand(nodeDrainCommand(app))
    .addCommand(nodeUncordonCommand(app))
}
