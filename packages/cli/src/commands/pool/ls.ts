import { Command } from 'commander'
import { showPools } from '../../lib/show-pools.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead pool ls`. */
export function poolLsCommand(app: App): Command {
  return withOutput(new Command('ls').summary('list node pools')).action(async ({ output }: { output: Format }) => {
    const pools = await app.client.nodePools.list()
    answer(app, {
      output,
      data: pools,
      names: () => pools.map((pool) => pool.name),
      table: () => showPools(app, pools),
    })
  })
}
