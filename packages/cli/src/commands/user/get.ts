import type { UserDetail } from '@fairlead/sdk'
import { Command } from 'commander'
import { roleText } from '../../lib/role-text.ts'
import { fields } from '../../output/fields.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { local } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

/** `fairlead user get`. */
export function userGetCommand(app: App): Command {
  const command = new Command('get')
    .summary('all about one person, and what would end with them')
    .argument('<user>', 'email or id of a user')
  return withOutput(command).action(async (ref: string, { output }: { output: Format }) => {
    const user = await app.client.users.get(ref)
    answer(app, { output, data: user, names: () => [user.email], table: () => fields(fieldsOf(user), app) })
  })
}

function fieldsOf(user: UserDetail): (readonly [string, string])[] {
  const { work, setupLinkExpiresAt } = user
  return [
    ['Email', user.email],
    ['Name', user.name],
    ['Id', user.id],
    ['State', user.state],
    ['Roles', user.roles.map(roleText).join(', ') || 'none'],
    ['Account', user.source],
    ['Added', local(user.createdAt)],
    ['Disabled', local(user.disabledAt)],
    ['Signed in', local(user.lastSignInAt) || 'never'],
    ['Last seen', local(user.lastSeenAt)],
    ['Set-up link', setupLinkExpiresAt === null ? '' : `good until ${local(setupLinkExpiresAt)}`],
    ['Sessions', String(user.sessions)],
    ['Tokens', String(user.tokens)],
    ['Work', `${work.running} running, ${work.waiting} waiting`],
    ['Shared views', user.sharedViews === 0 ? '' : String(user.sharedViews)],
  ]
}
