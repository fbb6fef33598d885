import { Command, Option } from 'commander'
import { examples } from '../../lib/examples.ts'
import { showUpgrades } from '../../lib/show-upgrades.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead cluster channel`. */
export function clusterChannelCommand(app: App): Command {
  const command = new Command('channel')
    .summary('choose which releases of the agent a cluster is offered')
    .description(
      'stable and beta offer the newest release of that channel that this control plane holds; a version pins the cluster to it, and it is offered no other. With --mode automatic, what is offered approves itself.',
    )
    .argument('<name>', 'name or id of a cluster')
    .argument('<which>', 'stable, beta, or a version to be pinned to')
    .addOption(new Option('--mode <mode>', 'who approves').choices(['manual', 'automatic'] as const))
    .addHelpText(
      'after',
      examples('fairlead cluster channel east beta', 'fairlead cluster channel east 1.4.0 --mode manual'),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async (name: string, which: string, { output, mode }: { output: Format; mode?: 'manual' | 'automatic' }) => {
      const chosen =
        which === 'stable' || which === 'beta'
          ? ({ channel: which } as const)
          : ({ channel: 'pinned', version: which } as const)
      const view = await app.client.clusters.setUpgrades(name, { ...chosen, ...(mode === undefined ? {} : { mode }) })
      answer(app, { output, data: view, table: () => showUpgrades(app, view) })
    },
  )
}
