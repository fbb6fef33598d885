import { pathOf } from '../api/kinds.ts'
import type { KubeApi } from '../api/kube-api.ts'

export type PodOutputRequest = {
  pod: { namespace: string; name: string; container: string }
  isFollowing: boolean
  /** Seconds since 1970: lines of this second and later ones. */
  sinceSeconds?: number
  tailLines?: number
  bytesMax?: number
  signal: AbortSignal
}

/** The output of a container as the kubelet keeps it: each line begins with the time at which it was written. */
export type PodOutput = (request: PodOutputRequest) => AsyncIterable<string>

/** {@link PodOutput} through the Kubernetes API. */
export function apiPodOutput(api: KubeApi): PodOutput {
  return ({ pod, isFollowing, sinceSeconds, tailLines, bytesMax, signal }) =>
    api.lines({
      path: `${pathOf('Pod', pod.namespace, pod.name)}/log`,
      query: {
        container: pod.container,
        timestamps: true,
        follow: isFollowing ? true : undefined,
        sinceTime: sinceSeconds === undefined ? undefined : new Date(sinceSeconds * 1000).toISOString(),
        tailLines,
        limitBytes: bytesMax,
      },
      signal,
    })
}
