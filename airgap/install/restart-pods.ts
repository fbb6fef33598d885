import { PatchStrategy, type KubernetesObject } from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import { apiMessage, type Kube } from './kube.ts'
import { FIELD_MANAGER } from './kube-object.ts'

/** Lets a Deployment make new pods, one by one as it always does, by annotations of them. Throws with exit class `cluster`. */
export async function restartPods(
  kube: Kube,
  { name, namespace, annotations }: { name: string; namespace: string; annotations: Record<string, string> },
): Promise<void> {
  const body = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { template: { metadata: { annotations } } },
  } as KubernetesObject
  await kube.objects
    .patch(body, undefined, undefined, FIELD_MANAGER, undefined, PatchStrategy.MergePatch)
    .catch((error: unknown) => {
      throw new AirgapError('cluster', `deployment ${namespace}/${name} is refused: ${apiMessage(error)}`, {
        cause: error,
      })
    })
}
