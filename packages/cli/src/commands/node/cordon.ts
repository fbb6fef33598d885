import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead node cordon`. */
export function nodeCordonCommand(app: App): Command {
  const command = new Command('cordon')
    .summary('hold new work back from a node')
    .description('Holds new work back from a node. What runs there goes on.')
    .argument('<node>', 'name or id')
    .option('-c, --cluster <name>', 'where several clusters have a node of that name')
    .addHelpText('after', examples('fairlead node cordon gpu-07'))
  return withOutput(command).action(async (name: string, { output, cluster }: { output: Format; cluster?: string }) => {
    const node = await app.client.nodes.cordon(name, cluster)
    answer(app, {
      output,
      data: node,
      names: () => [node.name],
      table: () => `${node.name} of ${node.cluster.name} takes no new work; runs on it: ${node.runs}\n`,
    })
  })
}
