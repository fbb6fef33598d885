import type { User } from '@fairlead/sdk'
import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { table } from '../../output/table.ts'
import { since } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

/** `fairlead user ls`. */
export function userLsCommand(app: App): Command {
  return withOutput(new Command('ls').summary('list people')).action(async ({ output }: { output: Format }) => {
    const users = await app.client.users.list()
    const now = app.host.now()
    answer(app, {
      output,
      data: users,
      names: () => users.map((user) => user.email),
      table: () =>
        table(
          users,
          [
            { title: 'EMAIL', value: (user) => user.email, elastic: 3 },
            { title: 'NAME', value: (user) => user.name, elastic: 3 },
            { title: 'ROLES', value: rolesOf, elastic: 2 },
            { title: 'SIGNED IN', value: (user) => since(user.lastSignInAt, now), align: 'right' },
            { title: 'STATE', value: (user) => (user.disabledAt === null ? '' : 'disabled') },
          ],
          app,
        ),
    })
  })
}

function rolesOf(user: User): string {
  return user.roles
    .map(({ role, scope }) => (scope.kind === 'organization' ? role : `${role} of ${scope.name}`))
    .join(', ')
}
