import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { userInviteCommand } from './user/invite.ts'
import { userLsCommand } from './user/ls.ts'

/** `fairlead user`. */
export function userCommand(app: App): Command {
  return new Command('user')
    .summary('people and what they may do')
    .addCommand(userLsCommand(app))
    .addCommand(userInviteCommand(app))
}
