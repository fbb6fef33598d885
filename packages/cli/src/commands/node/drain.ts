import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead node drain`. */
export function nodeDrainCommand(app: App): Command {
  const command = new Command('drain')
    .summary('cordon a node, and move what runs there')
    .description('Cordons a node, and sends what runs there back into the queue, at no cost to its retries.')
    .argument('<node>', 'name or id')
    .option('-c, --cluster <name>', 'where several clusters have a node of that name')
    .addHelpText('after', examples('fairlead node drain gpu-07'))
  return withOutput(command).action(async (name: string, { output, cluster }: { output: Format; cluster?: string }) => {
    const node = await app.client.nodes.drain(name, cluster)
    answer(app, {
      output,
      data: node,
      names: () => [node.name],
      table: () => `${node.name} of ${node.cluster.name} takes no new work; runs told to stop: ${node.told}\n`,
    })
  })
}
