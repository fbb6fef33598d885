import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { showQuotas } from '../../lib/show-quotas.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead quota get`. */
export function quotaGetCommand(app: App): Command {
  const command = new Command('get')
    .summary('show quotas; ∞ is without bound')
    .argument('[project]', 'absent: all that you may see')
    .option('--department <name>', 'of this department, in place of a project')
    .option('--pool <name>', 'only in this node pool')
    .addHelpText('after', examples('fairlead quota get', 'fairlead quota get vision'))
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async (project: string | undefined, options: { output: Format; department?: string; pool?: string }) => {
      const { output, department, pool } = options
      const quotas = await app.client.quotas.get(defined({ project, department, nodePool: pool }))
      answer(app, {
        output,
        data: quotas,
        table: () => (quotas.length === 0 ? 'There is no quota that you may see.\n' : showQuotas(app, quotas)),
      })
    },
  )
}
