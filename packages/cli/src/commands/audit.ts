import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { auditLsCommand } from './audit/ls.ts'

/** `fairlead audit`. */
export function auditCommand(app: App): Command {
  return new Command('audit').summary('who did what').addCommand(auditLsCommand(app))
}
