import { setTimeout as sleep } from 'node:timers/promises'
import { AirgapError } from '../cli/airgap-error.ts'
import { troubleOf } from './await-ready.ts'
import type { Kube } from './kube.ts'

const LOOK_MS = 1500
const PATIENCE_MS = 90_000

/**
 * Does something that makes pods, and tells what they are at until it is done. What cannot come right by itself ends it: throws with exit class `cluster` and what
 * the cluster says.
 */
export async function watchPods<T>(
  watching: {
    kube: Kube
    namespace: string
    labelSelector: string
    now: () => number
    onChange: (line: string) => void
    signal: AbortSignal
  },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { kube, namespace, labelSelector, now, onChange, signal } = watching
  const done = new AbortController()
  const giveUp = new AbortController()
  let stuck: string[] = []
  const look = async () => {
    let told = ''
    let since: number | undefined
    while (!done.signal.aborted) {
      const pods = await kube.core.listNamespacedPod({ namespace, labelSelector }).catch(() => undefined)
      const troubles = pods?.items.flatMap((pod) => troubleOf(pod)) ?? []
      const line = troubles.join('; ')
      if (line !== told && line !== '') onChange(line)
      if (line !== told) since = line === '' ? undefined : now()
      told = line
      if (
        since !== undefined &&
        now() - since > PATIENCE_MS &&
        /ImagePullBackOff|ErrImagePull|InvalidImageName|has no node/.test(line)
      ) {
        stuck = troubles
        giveUp.abort()
        return
      }
      await sleep(LOOK_MS, undefined, { signal: done.signal }).catch(() => undefined)
    }
  }
  const looking = look()
  try {
    return await work(AbortSignal.any([signal, giveUp.signal]))
  } catch (error) {
    if (stuck.length > 0)
      throw new AirgapError('cluster', `pods in ${namespace} cannot start`, {
        details: stuck,
        hint: 'mend this and run the same command again: it goes on from where it is',
        cause: error,
      })
    throw error
  } finally {
    done.abort()
    await looking
  }
}
