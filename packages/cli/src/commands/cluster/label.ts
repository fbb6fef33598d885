import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { changedLabels } from '../../lib/label-changes.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead cluster label`. */
export function clusterLabelCommand(app: App): Command {
  const command = new Command('label')
    .summary('change the labels of a cluster')
    .description(
      'Sets labels and takes some off; the others stay. Work that asks for clusters by label is placed by them from the next round on; what runs stays where it is.',
    )
    .argument('<name>', 'name or id of a cluster')
    .argument('<change...>', 'key=value, or key- to take it off')
    .addHelpText('after', examples('fairlead cluster label east region=eu tier-'))
  return withOutput(command).action(async (name: string, changes: string[], { output }: { output: Format }) => {
    const { labels } = await app.client.clusters.get(name)
    const cluster = await app.client.clusters.update(name, { labels: changedLabels(labels, changes) })
    const shown = Object.entries(cluster.labels)
      .map(([key, value]) => `${key}=${value}`)
      .toSorted()
    answer(app, {
      output,
      data: cluster,
      names: () => [cluster.name],
      table: () => `${cluster.name} ${shown.length === 0 ? 'has no label' : `is labelled ${shown.join(', ')}`}\n`,
    })
  })
}
