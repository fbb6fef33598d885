import type { MetricSample } from '@fairlead/protocol'
import type { KubeClient } from '../../../../e2e/kubernetes/cluster/kube-client.ts'
import { statusOf } from '../../../../e2e/kubernetes/cluster/kube-client.ts'
import { KubeError } from '../../src/drivers/kubernetes/api/kube-error.ts'
import type { UsageRequest } from '../../src/drivers/kubernetes/usage/usage-reader.ts'
import type { PodOutput } from '../../src/drivers/kubernetes/logs/pod-output.ts'

/** The output of simulated pods, which write nothing: two lines at their start in the same moment, one at their end. */
export function simulatedOutput({ core }: KubeClient): PodOutput {
  return async function* output({ pod, isFollowing, sinceSeconds = 0, tailLines, signal }) {
    const look = async () => {
      const seen = await core.readNamespacedPod(pod).catch((error: unknown) => {
        throw statusOf(error) === 404 ? new KubeError(404, 'NotFound', 'the pod is gone') : error
      })
      return seen.status?.containerStatuses?.[0]?.state ?? {}
    }
    let state = await look()
    const startedAt = new Date(state.running?.startedAt ?? state.terminated?.startedAt ?? 0)
    if (startedAt.getTime() === 0) throw new KubeError(400, 'BadRequest', 'the container is waiting to start')
    const stamp = startedAt.toISOString().replace('.000Z', '.000000007Z')
    const first = [`${stamp} one of ${pod.name}`, `${stamp} two`]
    const isIn = startedAt.getTime() / 1000 >= sinceSeconds
    if (tailLines === undefined && isIn) yield* first
    while (state.terminated === undefined && !signal.aborted) {
      if (!isFollowing) break
      await new Promise((resolve) => {
        setTimeout(resolve, 50)
      })
      try {
        state = await look()
      } catch {
        return
      }
    }
    const finishedAt = new Date(state.terminated?.finishedAt ?? 0)
    const last = state.terminated === undefined ? [] : [`${finishedAt.toISOString().replace('.000Z', '.5Z')} three`]
    if (tailLines === undefined) yield* last
    else yield* [...first, ...last].slice(-tailLines)
  }
}

/** Usage that nobody measures. */
export function simulatedUsage({ nodes, pods }: UsageRequest): Promise<MetricSample[]> {
  return Promise.resolve([
    ...nodes.map((key) => ({ kind: 'node' as const, key, values: { cpu: 1, memory: 1 } })),
    ...[...pods.values()].map(({ runId }) => ({ kind: 'run' as const, key: runId, values: { cpu: 1, memory: 1 } })),
  ])
}
