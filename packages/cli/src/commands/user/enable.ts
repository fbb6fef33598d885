import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead user enable`. */
export function userEnableCommand(app: App): Command {
  const command = new Command('enable')
    .summary('let somebody in again who was disabled')
    .argument('<user>', 'email or id of a user')
  return withOutput(command, ['table', 'json', 'yaml']).action(async (ref: string, { output }: { output: Format }) => {
    const data = await app.client.users.enable(ref)
    answer(app, {
      output,
      data,
      table: () => `${data.email} may sign in again. Sessions and tokens from before stay ended.\n`,
    })
  })
}
