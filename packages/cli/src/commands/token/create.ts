import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { refuseLostSecret, writeSecret } from '../../lib/deliver-secret.ts'
import { examples } from '../../lib/examples.ts'
import { count, list } from '../../lib/parse-options.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { local } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  days?: number
  permission?: string[]
  cidr?: string[]
  tokenFile?: string
}

/** `fairlead token create`. */
export function tokenCreateCommand(app: App): Command {
  const command = new Command('create')
    .summary('make a token; it is shown once')
    .argument('<name>', 'what it is for')
    .option('--days <n>', 'how long it is good; absent: 90', count)
    .option('--permission <name>', 'only this, such as workload:read; may be given several times', list)
    .option('--cidr <network>', 'only from this network; may be given several times', list)
    .option('--token-file <file>', 'write it to this new file, for you alone')
    .addHelpText(
      'after',
      examples('fairlead token create ci --days 30 --permission workload:submit,workload:read --token-file ci.token'),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(async (name: string, options: Options) => {
    const { output, days, permission, cidr, tokenFile } = options
    refuseLostSecret(app, output, tokenFile, { what: 'the token', option: '--token-file' })
    const created = await app.client.tokens.create({
      name,
      ...defined({ expiresInDays: days, permissions: permission, allowedCidrs: cidr }),
    })
    const { token, info } = created
    if (tokenFile !== undefined) writeSecret(tokenFile, token)
    answer(app, {
      output,
      data: tokenFile === undefined ? created : { tokenFile, info },
      table: () =>
        `${tokenFile === undefined ? `Token, shown this once:\n\n  ${token}\n\n` : `Token: in ${tokenFile}\n`}It is good until ${local(info.expiresAt)}.\n`,
    })
  })
}
