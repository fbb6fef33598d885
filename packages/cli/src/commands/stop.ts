import type { Command } from 'commander'
import { controlCommand } from '../lib/control-jobs.ts'
import type { App } from '../session/app.ts'

/** `fairlead stop`. */
export function stopCommand(app: App): Command {
  return controlCommand(app, {
    verb: 'stop',
    summary: 'stop jobs and keep them',
    description: 'Stops jobs and keeps them for fairlead resume. What runs gets TERM, and KILL when its grace is over.',
  })
}
