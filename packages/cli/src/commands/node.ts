import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { nodeLsCommand } from './node/ls.ts'

/** `fairlead node`. */
export function nodeCommand(app: App): Command {
  return new Command('node').summary('the nodes of all clusters').addCommand(nodeLsCommand(app))
}
