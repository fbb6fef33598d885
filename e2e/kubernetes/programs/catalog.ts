/** A Go module of ours that pins the programs built from one upstream release. */
export interface ProgramModule {
  /** Its folder under `modules/`. */
  folder: string
  /** The upstream module; absent for a program whose source lies in the folder itself. */
  upstream?: string
  version: string
  /** Program name to Go package. */
  programs: Record<string, string>
  ldflags: string[]
}

/** The Kubernetes releases that the rig runs: the newest one, and the oldest one that Fairlead supports. */
export const KUBERNETES_VERSIONS = { newest: '1.36.3', oldest: '1.34.4' } as const
export type KubernetesRelease = keyof typeof KUBERNETES_VERSIONS

export type KubernetesProgram =
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubelet'
  | 'kube-proxy'
  | 'kubectl'
export type OtherProgram = 'etcd' | 'kwok' | 'helm' | 'coredns' | 'tofu' | 'init'

const STRIP = ['-s', '-w']

const OTHERS: readonly ProgramModule[] = [
  {
    folder: 'etcd',
    upstream: 'go.etcd.io/etcd/server/v3',
    version: '3.6.7',
    programs: { etcd: 'go.etcd.io/etcd/server/v3' },
    ldflags: STRIP,
  },
  {
    folder: 'kwok',
    upstream: 'sigs.k8s.io/kwok',
    version: '0.8.0',
    programs: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
    ldflags: [...STRIP, '-X sigs.k8s.io/kwok/pkg/consts.Version=v0.8.0'],
  },
  {
    folder: 'helm',
    upstream: 'helm.sh/helm/v4',
    version: '4.3.1',
    programs: { helm: 'helm.sh/helm/v4/cmd/helm' },
    ldflags: [...STRIP, '-X helm.sh/helm/v4/internal/version.version=v4.3.1'],
  },
  {
    folder: 'coredns',
    upstream: 'github.com/coredns/coredns',
    version: '1.15.0',
    programs: { coredns: 'github.com/coredns/coredns' },
    ldflags: STRIP,
  },
  {
    folder: 'opentofu',
    upstream: 'github.com/opentofu/opentofu',
    version: '1.12.6',
    programs: { tofu: 'github.com/opentofu/opentofu/cmd/tofu' },
    ldflags: [...STRIP, '-X github.com/opentofu/opentofu/version.dev=no'],
  },
  { folder: 'init', version: '1', programs: { init: '.' }, ldflags: STRIP },
]

export const MODULES: readonly ProgramModule[] = [
  kubernetesModule(KUBERNETES_VERSIONS.newest),
  kubernetesModule(KUBERNETES_VERSIONS.oldest),
  ...OTHERS,
]

/** The module that a program is built from. */
export function findModule(program: KubernetesProgram | OtherProgram, release: KubernetesRelease): ProgramModule {
  const found =
    OTHERS.find((module) => program in module.programs) ??
    MODULES.find((module) => program in module.programs && module.version === KUBERNETES_VERSIONS[release])
  if (!found) throw new Error(`there is no program ${program}`)
  return found
}

function kubernetesModule(version: string): ProgramModule {
  const [major, minor] = version.split('.')
  const names: KubernetesProgram[] = [
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'kubelet',
    'kube-proxy',
    'kubectl',
  ]
  const stamp = 'k8s.io/component-base/version'
  return {
    folder: `kubernetes-${major}.${minor}`,
    upstream: 'k8s.io/kubernetes',
    version,
    programs: Object.fromEntries(names.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`])),
    // Without them a server says v0.0.0, and clients take that for a version with none of the features.
    ldflags: [
      ...STRIP,
      `-X ${stamp}.gitVersion=v${version}`,
      `-X ${stamp}.gitMajor=${major}`,
      `-X ${stamp}.gitMinor=${minor}`,
    ],
  }
}
