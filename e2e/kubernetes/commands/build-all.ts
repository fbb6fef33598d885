import type { KubernetesProgram, KubernetesRelease, OtherProgram } from '../programs/catalog.ts'
import { ensureProgram, type Say } from '../programs/ensure-program.ts'

/** Everything that the tests use, the largest of each module first, since it brings most of what the others need. */
const PROGRAMS: Record<KubernetesRelease, readonly (KubernetesProgram | OtherProgram)[]> = {
  newest: [
    'init',
    'etcd',
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'kubelet',
    'kube-proxy',
    'kubectl',
    'kwok',
    'coredns',
    'helm',
  ],
  oldest: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
}

/** Builds what is missing, one program after the other, so that the machine stays usable. */
export async function buildAll(say: Say): Promise<void> {
  const started = Date.now()
  for (const release of ['newest', 'oldest'] as const)
    for (const program of PROGRAMS[release]) await ensureProgram(program, release, say)
  say(`every program is built (${Math.round((Date.now() - started) / 1000)} s)`)
}
