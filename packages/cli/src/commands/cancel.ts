import type { Command } from 'commander'
import { controlCommand } from '../lib/control-jobs.ts'
import type { App } from '../session/app.ts'

/** `fairlead cancel`. */
export function cancelCommand(app: App): Command {
  return controlCommand(app, {
    verb: 'cancel',
    summary: 'end jobs for good',
    description: 'Ends jobs for good. Cancelling one that is cancelled already is fine.',
  })
}
