import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { tokenCreateCommand } from './token/create.ts'
import { tokenLsCommand } from './token/ls.ts'
import { tokenRevokeCommand } from './token/revoke.ts'
import { tokenRotateCommand } from './token/rotate.ts'

/** `fairlead token`. */
export function tokenCommand(app: App): Command {
  return new Command('token')
    .summary('your personal tokens')
    .addCommand(tokenLsCommand(app))
    .addCommand(tokenCreateCommand(app))
    .addCommand(tokenRotateCommand(app))
    .addCommand(tokenRevokeCommand(app))
}
