import { PatchStrategy, type KubernetesObject } from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import { apiMessage, orUndefined, statusOf, type Kube } from './kube.ts'
import { FIELD_MANAGER, nameOf, type KubeObject } from './kube-object.ts'

export type Applied = 'made' | 'changed' | 'as it was'

/**
 * Brings one object to what is wanted by server-side apply: fields that others have set stay theirs, and an object that is as wanted already is not written.
 * Throws with exit class `cluster`.
 */
export async function applyObject(
  kube: Kube,
  object: KubeObject,
  options: { dryRun?: boolean } = {},
): Promise<Applied> {
  try {
    const before = await orUndefined(kube.objects.read(asHeader(object)))
    const after = await kube.objects.patch(
      object as KubernetesObject,
      undefined,
      options.dryRun === true ? 'All' : undefined,
      FIELD_MANAGER,
      true,
      PatchStrategy.ServerSideApply,
    )
    if (before === undefined) return 'made'
    return before.metadata?.resourceVersion === after.metadata?.resourceVersion ? 'as it was' : 'changed'
  } catch (error) {
    throw new AirgapError('cluster', `${nameOf(object)} is refused: ${apiMessage(error)}`, {
      cause: error,
      ...(statusOf(error) === 403
        ? { hint: 'the kubeconfig needs the right to it; see K2 of the preflight checks' }
        : {}),
    })
  }
}

export function asHeader({ apiVersion, kind, metadata }: KubeObject) {
  const { name, namespace } = metadata
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }
}
