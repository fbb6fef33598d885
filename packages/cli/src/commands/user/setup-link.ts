import { Command } from 'commander'
import { refuseLostSecret, writeSecret } from '../../lib/deliver-secret.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { local } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  linkFile?: string
}

/** `fairlead user setup-link`. */
export function userSetupLinkCommand(app: App): Command {
  const command = new Command('setup-link')
    .summary('make a new link to set a password; those before it end')
    .argument('<user>', 'email or id of a user')
    .option('--link-file <file>', 'write the link to this new file, for you alone')
  return withOutput(command, ['table', 'json', 'yaml']).action(async (ref: string, options: Options) => {
    const { output, linkFile } = options
    refuseLostSecret(app, output, linkFile, { what: 'the link', option: '--link-file' })
    const made = await app.client.users.setupLink(ref)
    if (linkFile !== undefined) writeSecret(linkFile, made.link)
    const { user, link, expiresAt } = made
    answer(app, {
      output,
      data: linkFile === undefined ? made : { user, expiresAt, linkFile },
      table: () => {
        const until = `It is good once, until ${local(expiresAt)}.\n`
        return linkFile === undefined
          ? `Give ${user.email}, and nobody else, this link:\n\n  ${link}\n\n${until}`
          : `Give ${user.email}, and nobody else, the link in ${linkFile}\n${until}`
      },
    })
  })
}
