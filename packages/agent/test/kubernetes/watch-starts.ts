import { Watch, type V1Pod } from '@kubernetes/client-node'
import type { KubeClient } from '../../../../e2e/kubernetes/cluster/kube-client.ts'

export type Starts = {
  /** How many pods of a run have ever begun their command. */
  of: (runId: string) => number
  close: () => void
}

/** Counts what begins in a namespace, by watching it from outside. @param onPod Called for every pod that is new. */
export async function watchStarts(
  { config }: KubeClient,
  namespace: string,
  onPod: (pod: V1Pod) => void = () => undefined,
): Promise<Starts> {
  const begun = new Map<string, Set<string>>()
  const take = (type: string, pod: V1Pod): void => {
    if (type === 'ADDED') onPod(pod)
    const state = pod.status?.containerStatuses?.[0]?.state
    if (state?.running === undefined && state?.terminated === undefined) return
    const runId = pod.metadata?.labels?.['fairlead.dev/run'] ?? ''
    begun.set(runId, (begun.get(runId) ?? new Set()).add(pod.metadata?.uid ?? ''))
  }
  const watch = new Watch(config)
  let isClosed = false
  let stop: AbortController
  const open = async (): Promise<void> => {
    stop = await watch.watch(`/api/v1/namespaces/${namespace}/pods`, {}, take, () => {
      if (!isClosed) void open()
    })
  }
  await open()
  return {
    of: (runId) => begun.get(runId)?.size ?? 0,
    close: () => {
      isClosed = true
      stop.abort()
    },
  }
}
