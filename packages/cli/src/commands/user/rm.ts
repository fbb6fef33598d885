import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { endedText } from '../../lib/ended-text.ts'
import type { App } from '../../session/app.ts'

/** `fairlead user rm`. */
export function userRmCommand(app: App): Command {
  const command = new Command('rm')
    .summary('remove somebody for good, or withdraw an invitation')
    .argument('<user>', 'email or id of a user')
  return withOutput(command, ['table', 'json', 'yaml']).action(async (ref: string, { output }: { output: Format }) => {
    const data = await app.client.users.remove(ref)
    answer(app, {
      output,
      data,
      table: () =>
        data.user.state === 'invited'
          ? `The invitation of ${data.user.email} is withdrawn\n`
          : `${data.user.email} is removed; ${endedText(data)}. Their work goes on.${data.views === 0 ? '' : ` Shared views that are yours now: ${data.views}.`}\n`,
    })
  })
}
