import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { poolFields, withPoolOptions, type PoolOptions } from '../../lib/pool-options.ts'
import { showPools } from '../../lib/show-pools.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead pool set`. */
export function poolSetCommand(app: App): Command {
  const command = withPoolOptions(new Command('set').summary('change a node pool; what is not named stays'))
    .argument('<name>', 'name or id of a pool')
    .option('--all-clusters', 'nodes of every cluster again')
    .addHelpText(
      'after',
      examples(
        'fairlead pool set a100 --strategy spread --min-runtime 10m',
        'fairlead pool set a100 --topology zone,rack --max-wait 12h --preemptions-per-hour 60',
      ),
    )
  return withOutput(command).action(
    async (name: string, options: PoolOptions & { output: Format; allClusters?: boolean }) => {
      const { output, cluster, allClusters } = options
      const changes = { ...defined({ clusters: allClusters ? [] : cluster }), ...poolFields(options) }
      if (Object.keys(changes).length === 0)
        throw new UsageError('say what to change', { hint: 'fairlead pool set --help' })
      const pool = await app.client.nodePools.update(name, changes)
      answer(app, { output, data: pool, names: () => [pool.name], table: () => showPools(app, [pool]) })
    },
  )
}
