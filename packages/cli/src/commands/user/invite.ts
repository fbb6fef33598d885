import type { Client, User } from '@fairlead/sdk'
import { NotFoundError } from '@fairlead/sdk'
import { Command, Option } from 'commander'
import { examples } from '../../lib/examples.ts'
import { refuseLostSecret, writeSecret } from '../../lib/deliver-secret.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  name: string
  role: User['roles'][number]['role']
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
    .addOption(
      new Option('--role <role>', 'what they may do')
        .choices(['admin', 'department-admin', 'researcher', 'viewer'])
        .makeOptionMandatory(),
    )
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
    const scope = await scopeOf(app.client, options)
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

async function scopeOf(
  client: Client,
  { project, department }: Options,
): Promise<{ kind: 'project' | 'department'; id: string } | undefined> {
  if (project !== undefined && department !== undefined) {
    throw new UsageError('name a project or a department, not both')
  }
  if (project !== undefined) return { kind: 'project', id: (await client.projects.get(project)).id }
  if (department === undefined) return undefined
  const found = (await client.departments.list()).find(({ id, name }) => department === id || department === name)
  if (found) return { kind: 'department', id: found.id }
  throw new NotFoundError(`there is no department "${department}" that you may see`, {
    code: 'NOT_FOUND',
    hint: 'list what there is with: fairlead department ls',
  })
}
