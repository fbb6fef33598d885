import { setTimeout as wait } from 'node:timers/promises'
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node'
import { statusOf, type KubeClient } from './kube-client.ts'

/** Waits until a pod is as it should be. Throws with its last status when that takes too long. */
export async function untilPod(
  client: KubeClient,
  pod: { name: string; namespace: string },
  what: string,
  isSo: (pod: V1Pod) => boolean,
  timeoutMs = 60_000,
): Promise<V1Pod> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const seen = await client.core.readNamespacedPod(pod).catch((error: unknown) => {
      if (statusOf(error) === 404) return undefined
      throw error
    })
    if (seen && isSo(seen)) return seen
    if (Date.now() > deadline)
      throw new Error(`pod ${pod.name} is not ${what} after ${timeoutMs / 1000} s: ${JSON.stringify(seen?.status)}`)
    await wait(100)
  }
}

/** Of a pod's only container. */
export function containerOf(pod: V1Pod): V1ContainerStatus | undefined {
  return pod.status?.containerStatuses?.[0]
}

export function hasPhase(...phases: string[]): (pod: V1Pod) => boolean {
  return (pod) => phases.includes(pod.status?.phase ?? '')
}
