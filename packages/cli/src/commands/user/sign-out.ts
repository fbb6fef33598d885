import { Command } from 'commander'
import { endedText } from '../../lib/ended-text.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead user sign-out`. */
export function userSignOutCommand(app: App): Command {
  const command = new Command('sign-out')
    .summary('sign somebody out of every browser')
    .argument('<user>', 'email or id of a user')
    .option('--tokens', 'end their tokens as well')
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async (ref: string, { output, tokens = false }: { output: Format; tokens?: boolean }) => {
      const data = await app.client.users.signOut(ref, { tokens })
      answer(app, { output, data, table: () => `${data.user.email} is signed out; ${endedText(data)}\n` })
    },
  )
}
