import { NotFoundError, type Token } from '@fairlead/sdk'
import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead token revoke`. */
export function tokenRevokeCommand(app: App): Command {
  const command = new Command('revoke')
    .summary('end a token; it stops working within five seconds')
    .argument('<token>', 'its id, its name, or how it begins: never the token itself')
    .addHelpText('after', examples('fairlead token revoke ci'))
  return withOutput(command, ['table', 'json', 'yaml']).action(async (ref: string, { output }: { output: Format }) => {
    const found = (await app.client.tokens.list()).filter((token) => isMeant(token, ref))
    const [token] = found
    if (!token) {
      throw new NotFoundError(`there is no good token "${ref.slice(0, 10)}" of yours`, {
        code: 'NOT_FOUND',
        hint: 'list them with: fairlead token ls',
      })
    }
    if (found.length > 1) {
      throw new UsageError(`${found.length} tokens are called "${ref}"`, {
        hint: 'name one by how it begins: fairlead token ls',
      })
    }
    const revoked = await app.client.tokens.revoke(token.id)
    answer(app, { output, data: revoked, table: () => `${revoked.name} (${revoked.prefix}...) is revoked\n` })
  })
}

function isMeant(token: Token, ref: string): boolean {
  return token.revokedAt === null && [token.id, token.name, token.prefix].includes(ref)
}
