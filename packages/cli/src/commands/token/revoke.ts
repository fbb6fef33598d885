import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { findToken } from '../../lib/find-token.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead token revoke`. */
export function tokenRevokeCommand(app: App): Command {
  const command = new Command('revoke')
    .summary('end a token; it stops working within five seconds')
    .argument('<token>', 'its id, its name, or how it begins: never the token itself')
    .addHelpText('after', examples('fairlead token revoke ci'))
  return withOutput(command, ['table', 'json', 'yaml']).action(async (ref: string, { output }: { output: Format }) => {
    const token = await findToken(app, ref)
    const revoked = await app.client.tokens.revoke(token.id)
    answer(app, { output, data: revoked, table: () => `${revoked.name} (${revoked.prefix}...) is revoked\n` })
  })
}
