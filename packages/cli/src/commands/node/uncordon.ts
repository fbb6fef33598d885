import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead node uncordon`. */
export function nodeUncordonCommand(app: App): Command {
  const command = new Command('uncordon')
    .summary('let new work come to a node again')
    .description('Lets new work come to a node again.')
    .argument('<node>', 'name or id')
    .option('-c, --cluster <name>', 'where several clusters have a node of that name')
    .addHelpText('after', examples('fairlead node uncordon gpu-07'))
  return withOutput(command).action(async (name: string, { output, cluster }: { output: Format; cluster?: string }) => {
    const node = await app.client.nodes.uncordon(name, cluster)
    answer(app, {
      output,
      data: node,
      names: () => [node.name],
      table: () =>
        `${node.name} of ${node.cluster.name} ${node.schedulable ? 'takes work again' : 'is let go here, and its cluster holds it back'}\n`,
    })
  })
}
