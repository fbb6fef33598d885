import type { Queue } from '@fairlead/sdk'
import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { list } from '../../lib/parse-options.ts'
import { showQueues } from '../../lib/show-queues.ts'
import { watch } from '../../lib/watch.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  pool?: string
  resource?: string[]
  watch?: boolean
}

/** `fairlead queue ls`. */
export function queueLsCommand(app: App): Command {
  const command = new Command('ls')
    .summary('who deserves, holds and asks for how much, as of the last round')
    .option('--pool <name>', 'only in this node pool')
    .option('-r, --resource <name>', 'only this resource: gpu, cpu, memory; may be given several times', list)
    .option('-w, --watch', 'show it anew every two seconds')
    .addHelpText('after', examples('fairlead queue ls -r gpu', 'fairlead queue ls --pool a100 --watch'))
  return withOutput(command).action(async ({ output, pool, resource, watch: isWatched }: Options) => {
    const load = () => app.client.queues.list(defined({ nodePool: pool }))
    const page = (queues: readonly Queue[]) =>
      queues.length === 0 ? 'There is no queue that you may see.\n' : showQueues(app, queues, resource)
    if (isWatched) return await watch(app, async () => page(await load()))
    const queues = await load()
    answer(app, {
      output,
      data: queues,
      names: () => [...new Set(queues.map(({ queue }) => queue.name))],
      table: () => page(queues),
    })
  })
}
