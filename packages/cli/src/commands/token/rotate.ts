import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { refuseLostSecret, writeSecret } from '../../lib/deliver-secret.ts'
import { examples } from '../../lib/examples.ts'
import { findToken } from '../../lib/find-token.ts'
import { count, notNegative } from '../../lib/parse-options.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { local } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  overlap: number
  days?: number
  tokenFile?: string
}

/** `fairlead token rotate`. */
export function tokenRotateCommand(app: App): Command {
  const command = new Command('rotate')
    .summary('make a new token in place of one that works on for a while')
    .argument('<token>', 'its id, its name, or how it begins: never the token itself')
    .option('--overlap <hours>', 'how long the old one still works, 0 to 168', notNegative, 24)
    .option('--days <n>', 'how long the new one is good; absent: as the old one was', count)
    .option('--token-file <file>', 'write it to this new file, for you alone')
    .addHelpText('after', examples('fairlead token rotate ci --overlap 48 --token-file ci.token'))
  return withOutput(command, ['table', 'json', 'yaml']).action(async (ref: string, options: Options) => {
    const { output, overlap, days, tokenFile } = options
    refuseLostSecret(app, output, tokenFile, { what: 'the token', option: '--token-file' })
    const old = await findToken(app, ref)
    const request = { tokenId: old.id, overlapHours: overlap, ...defined({ expiresInDays: days }) }
    const created = await app.client.tokens.rotate(request)
    const { token, info } = created
    if (tokenFile !== undefined) writeSecret(tokenFile, token)
    answer(app, {
      output,
      data: tokenFile === undefined ? created : { tokenFile, info },
      table: () =>
        `${tokenFile === undefined ? `Token, shown this once:\n\n  ${token}\n\n` : `Token: in ${tokenFile}\n`}It is good until ${local(info.expiresAt)}. The old one works for ${overlap} more hours.\n`,
    })
  })
}
