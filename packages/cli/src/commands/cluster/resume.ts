import type { Command } from 'commander'
import { pauseCommand } from '../../lib/pause-cluster.ts'
import type { App } from '../../session/app.ts'

/** `fairlead cluster resume`. */
export function clusterResumeCommand(app: App): Command {
  return pauseCommand(app, false)
}
