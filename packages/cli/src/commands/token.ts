import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { tokenCreateCommand } from './token/create.ts'
import { tokenLsCommand } from './token/ls.ts'
import { tokenRevokeCommand } from './token/revoke.ts'

/** `fairlead token`. */
export function tokenCommand(app: App): Command {
  return new Command('token')
    .summary('your personal tokens')
    .addCommand(tokenLsCommand(app))
    .addCommand(tokenCreateCommand(app))
    .addCommand(tokenRevokeCommand(app))
}
