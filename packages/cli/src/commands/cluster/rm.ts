import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead cluster rm`. */
export function clusterRmCommand(app: App): Command {
  const command = new Command('rm')
    .summary('end the trust in a cluster, for good')
    .description(
      "Ends the trust in a cluster: its agent's key and session end within seconds, and its name stays taken. What runs there is left to the cluster's owner.",
    )
    .argument('<name>', 'name or id of a cluster')
    .option('--force', 'also while something runs there')
    .addHelpText('after', examples('fairlead cluster rm east'))
  return withOutput(command).action(async (name: string, { output, force }: { output: Format; force?: boolean }) => {
    const before = await app.client.clusters.get(name)
    if (before.runs > 0 && !force) {
      throw new UsageError(`${before.runs} run(s) are on ${before.name}, and nobody would watch them any more`, {
        hint: `hold new work back with fairlead cluster pause ${before.name} and let them end, or give --force`,
      })
    }
    const cluster = await app.client.clusters.revoke(name)
    answer(app, {
      output,
      data: cluster,
      names: () => [cluster.name],
      table: () => `${cluster.name} is revoked\n`,
    })
  })
}
