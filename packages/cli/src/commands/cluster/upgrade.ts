import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { showUpgrades } from '../../lib/show-upgrades.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  approve?: boolean
  now?: boolean
  cancel?: boolean
}

/** `fairlead cluster upgrade`. */
export function clusterUpgradeCommand(app: App): Command {
  const command = new Command('upgrade')
    .summary("see what is offered to a cluster's agent, and approve it")
    .description(
      'Shows the release of the agent, what its channel offers with all that is new in it, and what became of upgrades. With --approve the agent becomes that release in its window: it is put beside the old one, has to prove itself, and comes back when it cannot. What runs goes on.',
    )
    .argument('<name>', 'name or id of a cluster')
    .option('--approve', 'let it become what is offered')
    .option('--now', 'do not wait for the window')
    .option('--cancel', 'take an approval back that waits for its window')
    .addHelpText('after', examples('fairlead cluster upgrade east', 'fairlead cluster upgrade east --approve'))
  return withOutput(command, ['table', 'json', 'yaml']).action(async (name: string, options: Options) => {
    const { output, approve, now, cancel } = options
    if (cancel && (approve || now)) throw new UsageError('--cancel goes with neither --approve nor --now')
    if (now && !approve) throw new UsageError('--now goes with --approve', { hint: 'give both' })
    const { clusters } = app.client
    const view = cancel
      ? await clusters.cancelUpgrade(name)
      : approve
        ? await clusters.approveUpgrade(name, { now: now ?? false })
        : await clusters.upgrades(name)
    answer(app, { output, data: view, table: () => showUpgrades(app, view) })
  })
}
