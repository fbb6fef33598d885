import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { poolFields, withPoolOptions, type PoolOptions } from '../../lib/pool-options.ts'
import { showPools } from '../../lib/show-pools.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead pool add`. */
export function poolAddCommand(app: App): Command {
  const command = withPoolOptions(new Command('add').summary('make a node pool from labels'))
    .argument('<name>', 'lower-case letters, digits and dashes')
    .addHelpText('after', examples('fairlead pool add a100 -s nvidia.com/gpu.product=A100 --cluster east,west'))
  return withOutput(command).action(async (name: string, options: PoolOptions & { output: Format }) => {
    const { output, cluster } = options
    const { selector, ...more } = poolFields(options)
    if (selector === undefined) {
      throw new UsageError('say which nodes: --selector KEY=VALUE', {
        hint: 'labels of nodes: fairlead node ls -o json',
      })
    }
    const pool = await app.client.nodePools.create({ name, selector, ...defined({ clusters: cluster }), ...more })
    answer(app, { output, data: pool, names: () => [pool.name], table: () => showPools(app, [pool]) })
  })
}
