import type { AgentPolicy } from '@fairlead/protocol'

/** How the driver works in one cluster. Times are milliseconds. */
export type KubernetesSettings = {
  /** On every object as a label, so that two agents in one cluster never touch each other's. */
  clusterId: string
  /** Namespaces where runs may be; `*` at the end stands for anything, alone for all. */
  namespaces: string[]
  /** How namespaces for new projects are made. Absent: they have to be there. */
  newNamespaces: NewNamespaces | undefined
  /** Only nodes with these labels are seen and used. */
  nodeSelector: Record<string, string>
  /** Nodes come and go with demand: a run without assigned nodes is taken even where none could hold it now. */
  isElastic: boolean
  /** A run whose replicas do not all run within this time is ended. */
  startDeadlineMs: number
  /** An image that cannot be pulled, or a pod that may not be created, is tried for this long. */
  failAfterMs: number
  /** Where pods find the job API, and who its tokens are for. Absent: pods get no token. */
  jobApiUrl: string | undefined
  /** Absent: the image's own user, or what the platform assigns. */
  runAsUser: number | undefined
  /** For every pod, beside those of the run. */
  imagePullSecrets: string[]
  /** Builds images without root. Absent: kind `image-build` is refused. */
  builderImage: string | undefined
  /** Clones Git connections. Absent: they are refused. */
  gitImage: string | undefined
  /** What the cluster's owner allows. */
  policy: AgentPolicy
  /** Tries connections: has Node. Absent: they cannot be tried. */
  helperImage: string | undefined
}

export type NewNamespaces = {
  /** ClusterRole that the agent gives itself there. */
  role: string
  labels: Record<string, string>
}

/** Who a job's token is for. */
export const TOKEN_AUDIENCE = 'fairlead-agent'

/** True when runs may be in this namespace. */
export function isAllowedNamespace(patterns: string[], namespace: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? namespace.startsWith(pattern.slice(0, -1)) : namespace === pattern,
  )
}
