import type { Command } from 'commander'
import { controlCommand } from '../lib/control-jobs.ts'
import type { App } from '../session/app.ts'

/** `fairlead resume`. */
export function resumeCommand(app: App): Command {
  return controlCommand(app, {
    verb: 'resume',
    summary: 'put stopped jobs back into the queue',
    description: 'Puts jobs that were stopped back into the queue.',
  })
}
