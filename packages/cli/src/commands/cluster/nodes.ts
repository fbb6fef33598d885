import { Command } from 'commander'
import { showNodes } from '../../lib/show-nodes.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead cluster nodes`. */
export function clusterNodesCommand(app: App): Command {
  const command = new Command('nodes').summary('list its nodes').argument('<name>', 'name or id of a cluster')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const nodes = await app.client.nodes.list({ cluster: name })
    answer(app, {
      output,
      data: nodes,
      names: () => nodes.map((node) => node.name),
      table: () =>
        nodes.length === 0
          ? `${name} has told of no node. See how far it has come: fairlead cluster check ${name}\n`
          : showNodes(app, nodes),
    })
  })
}
