import type { Command } from 'commander'
import { pauseCommand } from '../../lib/pause-cluster.ts'
import type { App } from '../../session/app.ts'

/** `fairlead cluster pause`. */
export function clusterPauseCommand(app: App): Command {
  return pauseCommand(app, true)
}
