import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead cluster confirm-prune`. */
export function clusterConfirmPruneCommand(app: App): Command {
  const command = new Command('confirm-prune')
    .summary('let an agent remove what it would not remove all at once')
    .description(
      'An agent that is told to remove more than a fifth of what it holds keeps it, and says so: the order may come from a database that was restored from a backup. This says that the order is right.',
    )
    .argument('<name>', 'name or id of a cluster')
    .addHelpText('after', examples('fairlead cluster confirm-prune east'))
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const cluster = await app.client.clusters.confirmPrune(name)
    answer(app, {
      output,
      data: cluster,
      names: () => [cluster.name],
      table: () => `${cluster.name} was told that it may remove it\n`,
    })
  })
}
