import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { userDisableCommand } from './user/disable.ts'
import { userEnableCommand } from './user/enable.ts'
import { userGetCommand } from './user/get.ts'
import { userInviteCommand } from './user/invite.ts'
import { userLsCommand } from './user/ls.ts'
import { userRmCommand } from './user/rm.ts'
import { userRoleCommand } from './user/role.ts'
import { userSetupLinkCommand } from './user/setup-link.ts'
import { userSignOutCommand } from './user/sign-out.ts'

/** `fairlead user`. */
export function userCommand(app: App): Command {
  return new Command('user')
    .summary('people and what they may do')
    .addCommand(userLsCommand(app))
    .addCommand(userGetCommand(app))
    .addCommand(userInviteCommand(app))
    .addCommand(userRoleCommand(app))
    .addCommand(userDisableCommand(app))
    .addCommand(userEnableCommand(app))
    .addCommand(userRmCommand(app))
    .addCommand(userSetupLinkCommand(app))
    .addCommand(userSignOutCommand(app))
}
