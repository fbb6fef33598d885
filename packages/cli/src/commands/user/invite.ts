import { Command, Option } from 'commander'
import { examples } from '../../lib/examples.ts'
import { refuseLostSecret, writeSecret } from '../../lib/deliver-secret.ts'
import { ROLES, roleScope, type Role } from '../../lib/role-scope.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  name: string
  role: Role
  project?: string
  department?: string
  linkFile?: string
}

/** `fairlead user invite`. */
export function userInviteCommand(app: App): Command {
  const command = new Command('invite')
    .summary('add somebody, and get the link with which they set a password')
    .argument('<email>')
    .requiredOption('--name <name>', 'what they are called')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .option('--project <name>', 'only in this project; absent: everywhere')
    .option('--department <name>', 'only in this department')
    .option('--link-file <file>', 'write the link to this new file, for you alone')
    .addHelpText(
      'after',
      examples('fairlead user invite ada@example.org --name "Ada L" --role researcher --project vision'),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(async (email: string, options: Options) => {
    const { output, name, role, linkFile } = options
    refuseLostSecret(app, output, linkFile, { what: 'the link', option: '--link-file' })
    const scope = await roleScope(app.client, options)
    const invited = await app.client.users.invite({ email, name, role, ...(scope ? { scope } : {}) })
    if (linkFile !== undefined) writeSecret(linkFile, invited.link)
    answer(app, {
      output,
      data: linkFile === undefined ? invited : { user: invited.user, linkFile },
      table: () => {
        const where = linkFile === undefined ? `\n\n  ${invited.link}\n` : ` the link in ${linkFile}\n`
        return `${invited.user.email} is added. Give them, and nobody else,${linkFile === undefined ? ' this link:' : ''}${where}`
      },
    })
  })
}
