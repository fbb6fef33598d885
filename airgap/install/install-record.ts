import { applyObject, type Applied } from './apply-objects.ts'
import { orUndefined, type Kube } from './kube.ts'
import { ownLabels, type KubeObject, type Phase } from './kube-object.ts'

/** What the installer remembers in the cluster about a phase. */
export interface InstallRecord {
  version: string
  /** Of the release. */
  counter: number
  /** When a link for the first admin was made; empty before. */
  linkAt: string
}

const NAME = 'fairlead-airgap'

export async function readRecord(kube: Kube, namespace: string): Promise<InstallRecord | undefined> {
  const found = await orUndefined(kube.core.readNamespacedConfigMap({ name: NAME, namespace }))
  const { version, counter, linkAt = '' } = found?.data ?? {}
  return version === undefined ? undefined : { version, counter: Number(counter), linkAt }
}

export async function writeRecord(
  kube: Kube,
  phase: Phase,
  namespace: string,
  release: Pick<InstallRecord, 'version' | 'counter'>,
  linkAt: string,
): Promise<Applied> {
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: NAME, namespace, labels: ownLabels(phase, 'record') },
    data: { version: release.version, counter: String(release.counter), linkAt },
  }
  return await applyObject(kube, object)
}
