import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { showNodes } from '../../lib/show-nodes.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead node ls`. */
export function nodeLsCommand(app: App): Command {
  const command = new Command('ls')
    .summary('list nodes, and what is in use of each')
    .option('-c, --cluster <name>', 'only of this cluster')
    .option('--pool <name>', 'only of this node pool')
    .addHelpText('after', examples('fairlead node ls --pool a100'))
  return withOutput(command).action(
    async ({ output, cluster, pool }: { output: Format; cluster?: string; pool?: string }) => {
      const nodes = await app.client.nodes.list(defined({ cluster, nodePool: pool }))
      answer(app, {
        output,
        data: nodes,
        names: () => nodes.map((node) => node.name),
        table: () => (nodes.length === 0 ? 'There is no node.\n' : showNodes(app, nodes)),
      })
    },
  )
}
