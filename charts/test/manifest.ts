/** As much of a Kubernetes object as the tests look at. */
export interface Manifest {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    labels?: Record<string, string>
    annotations?: Record<string, string>
  }
  spec?: Record<string, unknown>
  data?: Record<string, string>
  rules?: Rule[]
  roleRef?: { kind: string; name: string }
}

export interface Rule {
  apiGroups: string[]
  resources: string[]
  resourceNames?: string[]
  verbs: string[]
}

export interface Container {
  name: string
  image: string
  env?: { name: string; value?: string; valueFrom?: unknown }[]
  ports?: { hostPort?: number }[]
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> }
  securityContext?: {
    allowPrivilegeEscalation?: boolean
    privileged?: boolean
    readOnlyRootFilesystem?: boolean
    runAsUser?: number
    runAsNonRoot?: boolean
    seccompProfile?: { type: string }
    capabilities?: { add?: string[]; drop?: string[] }
  }
}

export interface PodSpec {
  containers: Container[]
  initContainers?: Container[]
  volumes?: Record<string, unknown>[]
  hostNetwork?: boolean
  hostPID?: boolean
  hostIPC?: boolean
  automountServiceAccountToken?: boolean
  imagePullSecrets?: { name: string }[]
  securityContext?: {
    runAsNonRoot?: boolean
    runAsUser?: number
    runAsGroup?: number
    fsGroup?: number
    seccompProfile?: { type: string }
  }
}

export interface Peer {
  ipBlock?: { cidr: string; except?: string[] }
  podSelector?: object
  namespaceSelector?: object
}

export interface NetworkPolicySpec {
  podSelector: { matchLabels?: Record<string, string> }
  policyTypes: string[]
  ingress: { from?: Peer[]; ports?: { port: number; protocol: string }[] }[]
  egress: { to?: Peer[]; ports?: { port: number; protocol: string }[] }[]
}

/** The pods of an object: its template, or itself. */
export function podOf({ kind, spec }: Manifest): PodSpec | undefined {
  if (kind === 'Pod') return spec as unknown as PodSpec
  const template = spec?.['template'] as { spec?: PodSpec } | undefined
  return template?.spec
}

export function containersOf(pod: PodSpec): Container[] {
  return [...(pod.initContainers ?? []), ...pod.containers]
}
