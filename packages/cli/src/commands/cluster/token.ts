import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { refuseLostSecret, writeSecret } from '../../lib/deliver-secret.ts'
import { examples } from '../../lib/examples.ts'
import { driverOption, joinSteps, type AgentDriver } from '../../lib/join-steps.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { local } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  driver: AgentDriver
  tokenTtl?: string
  tokenFile?: string
}

/** `fairlead cluster token`. */
export function clusterTokenCommand(app: App): Command {
  const command = new Command('token')
    .summary('make a new join token')
    .description('Makes a new join token for a cluster. One that was not used yet ends.')
    .argument('<name>', 'name or id of a cluster')
    .addOption(driverOption())
    .option('--token-ttl <duration>', 'how long it is good; absent: 15m, at most 24h')
    .option('--token-file <file>', 'write it to this new file, for you alone')
    .addHelpText('after', examples('fairlead cluster token east --token-file east.token'))
  return withOutput(command, ['table', 'json', 'yaml']).action(async (name: string, options: Options) => {
    const { output, driver, tokenTtl, tokenFile } = options
    refuseLostSecret(app, output, tokenFile, { what: 'the join token', option: '--token-file' })
    const join = await app.client.clusters.joinToken(name, defined({ tokenTtl }))
    if (tokenFile !== undefined) writeSecret(tokenFile, join.token)
    const steps = output === 'table' ? await joinSteps(app, { driver, cluster: name, tokenFile }) : ''
    answer(app, {
      output,
      data: tokenFile === undefined ? join : { tokenFile, expiresAt: join.expiresAt },
      table: () => {
        const where =
          tokenFile === undefined
            ? `Join token, shown this once:\n\n  ${join.token}\n`
            : `Join token: in ${tokenFile}\n`
        return `${where}It is good once, until ${local(join.expiresAt)}.\n\n${steps}`
      },
    })
  })
}
