import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './child.ts'

/**
 * Builds the programs of the Kubernetes ring that are not in the cache; the first time takes some fifteen minutes. Answers why the ring cannot run
 * on this host, or undefined when it can.
 */
export function prepareKubernetes(): string | undefined {
  if (process.env['KUBECONFIG']) return undefined
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'real nodes need Linux and root (or KUBECONFIG for a cluster of yours)'
  const { status } = spawnSync(process.execPath, [join(ROOT, 'e2e/kubernetes/rig.ts'), 'build'], {
    stdio: 'inherit',
  })
  return status === 0 ? undefined : 'the programs of a Kubernetes could not be built; the lines above say why'
}
