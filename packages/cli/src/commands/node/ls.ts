import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { showNodes } from '../../lib/show-nodes.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface NodeLsOptions {
  output: Format
  cluster?: string
  pool?: string
  search?: string
}

/** `fairlead node ls`. */
export function nodeLsCommand(app: App): Command {
  const command = new Command('ls')
    .summary('list nodes, and what is in use of each')
    .option('-c, --cluster <name>', 'only of this cluster')
    .option('--pool <name>', 'only of this node pool')
    .option('--search <text>', 'only those with this in their name')
    .addHelpText('after', examples('fairlead node ls --pool a100', 'fairlead node ls --search r01'))
  return withOutput(command).action(async ({ output, cluster, pool, search }: NodeLsOptions) => {
    const nodes = await app.client.nodes.list(defined({ cluster, nodePool: pool, search }))
    answer(app, {
      output,
      data: nodes,
      names: () => nodes.map((node) => node.name),
      table: () => {
        if (nodes.length > 0) return showNodes(app, nodes)
        return search === undefined ? 'There is no node.\n' : `No node has “${search}” in its name.\n`
      },
    })
  })
}
