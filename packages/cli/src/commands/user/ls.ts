import { Command } from 'commander'
import { roleText } from '../../lib/role-text.ts'
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
            { title: 'ROLES', value: ({ roles }) => roles.map(roleText).join(', '), elastic: 2 },
            { title: 'SEEN', value: (user) => since(user.lastSeenAt, now), align: 'right' },
            { title: 'STATE', value: (user) => (user.state === 'active' ? '' : user.state) },
          ],
          app,
        ),
    })
  })
}
