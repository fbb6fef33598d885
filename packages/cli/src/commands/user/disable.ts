import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { endedText } from '../../lib/ended-text.ts'
import type { App } from '../../session/app.ts'

/** `fairlead user disable`. */
export function userDisableCommand(app: App): Command {
  const command = new Command('disable')
    .summary('keep somebody out: sessions, tokens and set-up link end at once')
    .argument('<user>', 'email or id of a user')
  return withOutput(command, ['table', 'json', 'yaml']).action(async (ref: string, { output }: { output: Format }) => {
    const data = await app.client.users.disable(ref)
    answer(app, {
      output,
      data,
      table: () => `${data.user.email} is disabled; ${endedText(data)}. Their work goes on.\n`,
    })
  })
}
