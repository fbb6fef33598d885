import type { EndedWorkload } from '../driver.ts'
import { pathOf } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { unlessGone } from './end-run.ts'
import { isAllowedNamespace, type KubernetesSettings } from './kubernetes-settings.ts'
import { ANNOTATION, LABEL, ownSelector } from './labels.ts'
import type { Raw } from './observe/raw.ts'

/**
 * Says on the claims that go with a workload that it has ended. Its last run could not say so: it was stopped for later, or lost, and the workload was ended
 * afterwards. The claim collector removes them in its time.
 */
export async function endWorkload(api: KubeApi, settings: KubernetesSettings, ended: EndedWorkload): Promise<void> {
  const { namespace, workloadId } = ended
  const isAllowed = [settings.namespaces, settings.policy.namespaces].every(
    (names) => names === undefined || isAllowedNamespace(names, namespace),
  )
  if (!isAllowed) throw new Error(`the agent may not work in namespace ${namespace}`)
  const labelSelector = `${ownSelector(settings.clusterId)},${LABEL.keep}=false,${LABEL.workloadId}=${workloadId}`
  const path = pathOf('PersistentVolumeClaim', namespace)
  const { items } = await api.send<{ items: Raw[] }>({ method: 'GET', path, query: { labelSelector } })
  const body = { metadata: { annotations: { [ANNOTATION.workloadEnded]: 'true' } } }
  for (const { metadata } of items) {
    await unlessGone(
      api.send({ method: 'PATCH', path: pathOf('PersistentVolumeClaim', namespace, metadata.name), body }),
    )
  }
}
