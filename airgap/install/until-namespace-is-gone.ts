import { setTimeout as sleep } from 'node:timers/promises'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Host } from '../cli/host.ts'
import { orUndefined, type Kube } from './kube.ts'

const ENDS_MS = 180_000

/** A namespace that is being deleted takes nothing new: waits until it is gone. Answers at once for one that stays, or is not there. Throws when it does not go. */
export async function untilNamespaceIsGone(
  kube: Kube,
  name: string,
  { now, signal }: Host,
  say: (line: string) => void,
): Promise<void> {
  const started = now()
  for (let looks = 0; ; looks++) {
    const found = await orUndefined(kube.core.readNamespace({ name }))
    const since = found?.metadata?.deletionTimestamp
    if (since === undefined) return
    if (looks === 0) say(`  waiting until namespace ${name}, which was deleted, is gone`)
    if (now() - started > ENDS_MS)
      throw new AirgapError(
        'cluster',
        `namespace ${name} is being deleted since ${since.toISOString()} and does not go`,
        {
          hint: `its status names what holds it: kubectl get namespace ${name} -o yaml`,
        },
      )
    await sleep(1000, undefined, { signal })
  }
}
