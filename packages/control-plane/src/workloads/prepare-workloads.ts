import type { Context } from '../app/context.ts'
import { refuseSecrets } from '../common/refuse-secrets.ts'
import type { Tx } from '../db/tx.ts'
import { naming } from './internal/naming.ts'
import { newLookups, prepareWorkload, type Prepared } from './internal/prepare-workload.ts'
import type { SubmitWorkload } from './schemas.ts'

/** Checks every one against the world, but those to skip, and writes nothing. Throws for the first that cannot be. */
export async function prepareWorkloads(
  ctx: Context,
  tx: Tx,
  inputs: readonly SubmitWorkload[],
  skipped: ReadonlyMap<number, unknown> = new Map(),
): Promise<(Prepared & { index: number })[]> {
  const known = newLookups()
  const prepared: (Prepared & { index: number })[] = []
  for (const [index, input] of inputs.entries()) {
    if (skipped.has(index)) continue
    const one = await naming(inputs.length > 1 ? index : undefined, async () => {
      const { env, command, args, config, build } = input.spec
      refuseSecrets({
        'spec.env': env,
        'spec.command': command,
        'spec.args': args,
        'spec.config': config,
        'spec.build': build,
      })
      return await prepareWorkload(ctx, tx.q, input, known)
    })
    prepared.push({ ...one, index })
  }
  return prepared
}
