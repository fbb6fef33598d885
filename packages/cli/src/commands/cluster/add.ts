import type { CreatedCluster } from '@fairlead/sdk'
import { Command, Option } from 'commander'
import { defined } from '../../lib/defined.ts'
import { refuseLostSecret, writeSecret } from '../../lib/deliver-secret.ts'
import { examples } from '../../lib/examples.ts'
import { driverOption, joinSteps, type AgentDriver } from '../../lib/join-steps.ts'
import { pairs } from '../../lib/parse-options.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { local } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  driver: AgentDriver
  label?: Record<string, string>
  logPolicy?: CreatedCluster['cluster']['logPolicy']
  tokenTtl?: string
  tokenFile?: string
}

/** `fairlead cluster add`. */
export function clusterAddCommand(app: App): Command {
  const command = new Command('add')
    .summary('add a cluster, and get what its agent needs')
    .description(
      'Adds a cluster and prints the commands that start its agent. The join token is good once, and shown once.',
    )
    .argument('<name>', 'lower-case letters, digits and dashes')
    .option('-l, --label <key=value>', 'for placement and reporting', pairs)
    .addOption(
      new Option('--log-policy <policy>', 'what leaves the cluster of the output').choices([
        'stream',
        'redact',
        'relay',
        'local',
      ]),
    )
    .addOption(driverOption())
    .option('--token-ttl <duration>', 'how long the token is good; absent: 15m, at most 24h')
    .option('--token-file <file>', 'write the token to this new file, for you alone')
    .addHelpText(
      'after',
      examples(
        'fairlead cluster add east --driver kubernetes --token-file east.token',
        'fairlead cluster add lab --label region=eu',
      ),
    )
  return withOutput(command).action(async (name: string, options: Options) => {
    const { output, driver, label, logPolicy, tokenTtl, tokenFile } = options
    refuseLostSecret(app, output, tokenFile, { what: 'the join token', option: '--token-file' })
    const created = await app.client.clusters.create({ name, ...defined({ labels: label, logPolicy, tokenTtl }) })
    const { cluster, join } = created
    if (tokenFile !== undefined) writeSecret(tokenFile, join.token)
    const shown = tokenFile === undefined ? created : { cluster, join: { tokenFile, expiresAt: join.expiresAt } }
    const steps = output === 'table' ? await joinSteps(app, { driver, cluster: cluster.name, tokenFile }) : ''
    answer(app, {
      output,
      data: shown,
      names: () => [cluster.name],
      table: () => {
        const where =
          tokenFile === undefined
            ? `Join token, shown this once:\n\n  ${join.token}\n`
            : `Join token: in ${tokenFile}\n`
        return `Cluster ${cluster.name} is added.\n${where}It is good once, until ${local(join.expiresAt)}.\n\n${steps}`
      },
    })
  })
}
