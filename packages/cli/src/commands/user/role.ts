import { Argument, Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { durationMs } from '../../lib/parse-options.ts'
import { ROLES, roleScope, type Role } from '../../lib/role-scope.ts'
import { roleText } from '../../lib/role-text.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  project?: string
  department?: string
  for?: number
}

/** `fairlead user role`. */
export function userRoleCommand(app: App): Command {
  const command = new Command('role')
    .summary('give somebody a role at a place, or take it away with none')
    .argument('<user>', 'email or id of a user')
    .addArgument(new Argument('<role>', 'instead of the one that they have there').choices([...ROLES, 'none']))
    .option('--project <name>', 'in this project; absent: everywhere')
    .option('--department <name>', 'in this department')
    .option('--for <duration>', 'it ends by itself after that long, such as 30d', durationMs)
    .addHelpText(
      'after',
      examples(
        'fairlead user role ada@example.org researcher --project vision --for 30d',
        'fairlead user role ada@example.org none --project vision',
      ),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async (ref: string, role: Role | 'none', options: Options) => {
      if (role === 'none' && options.for !== undefined) throw new UsageError('a role that is taken away has no --for')
      const scope = (await roleScope(app.client, options))?.id ?? 'organization'
      const expiresAt = options.for === undefined ? undefined : new Date(app.host.now() + options.for).toISOString()
      const user =
        role === 'none'
          ? await app.client.users.removeRole(ref, scope)
          : await app.client.users.setRole(ref, scope, { role, ...defined({ expiresAt }) })
      const roles = user.roles.map(roleText).join(', ')
      answer(app, {
        output: options.output,
        data: user,
        table: () => (roles === '' ? `${user.email} has no role any more\n` : `${user.email} is ${roles} now\n`),
      })
    },
  )
}
