import { setTimeout as sleep } from 'node:timers/promises'
import type { KubernetesObject } from '@kubernetes/client-node'
import { applyObject, asHeader } from '../../install/apply-objects.ts'
import { apiMessage, orUndefined, statusOf, type Kube } from '../../install/kube.ts'
import { FIELD_MANAGER, nameOf, type KubeObject } from '../../install/kube-object.ts'
import { isNamespaced } from '../../rights/resource-of.ts'
import { fail, pass, warn, type Check } from '../check.ts'

interface PodSpec {
  volumes?: object[]
  [field: string]: unknown
}

/** K4 and K10: the API server looks at every object and every pod without keeping them: Pod Security, OpenShift's constraints, policies of the site. */
export async function checkObjects(kube: Kube, namespace: string, objects: readonly KubeObject[]): Promise<Check[]> {
  const isThere = (await orUndefined(kube.core.readNamespace({ name: namespace }))) !== undefined
  const pods = objects.flatMap(podOf)
  if (!isThere) {
    const seen = `namespace ${namespace} is still to come`
    const later =
      'they are tried again when it is made, before anything else; to try them now, make it with the label pod-security.kubernetes.io/enforce: restricted'
    return [warn('K4', 'pods let in', seen, later)]
  }
  await untilPodsAreLetIn(kube, namespace)
  const refused = async (tried: readonly KubeObject[]) => {
    const problems: string[] = []
    for (const object of tried) {
      const problem = await tryObject(kube, namespace, object, objects)
      if (problem !== undefined) problems.push(`${nameOf(object)}: ${problem}`)
    }
    return problems
  }
  const [badPods, badObjects] = [await refused(pods), await refused(objects.filter(({ kind }) => kind !== 'Pod'))]
  return [
    badPods.length > 0
      ? fail('K4', 'pods let in', `${badPods.length} of ${pods.length} refused`, badPods.join('; '))
      : pass('K4', 'pods let in', `all ${pods.length}`),
    badObjects.length > 0
      ? fail('K10', 'objects let in', `${badObjects.length} of ${objects.length} refused`, badObjects.join('; '))
      : pass('K10', 'objects let in', `all ${objects.length}`),
  ]
}

/** Before its account is there, a new namespace refuses every pod. */
export async function untilPodsAreLetIn(kube: Kube, namespace: string): Promise<void> {
  for (let looks = 0; looks < 60; looks++) {
    if ((await orUndefined(kube.core.readNamespacedServiceAccount({ name: 'default', namespace }))) !== undefined)
      return
    await sleep(500)
  }
}

/** The pod that a workload would make. Its account is made with the rest, and pods are let in alike with any. */
function podOf(object: KubeObject): KubeObject[] {
  const own = object['spec'] as
    | { template?: { spec?: PodSpec }; volumeClaimTemplates?: { metadata: { name: string } }[] }
    | undefined
  const spec = object.kind === 'Pod' ? (object['spec'] as PodSpec) : own?.template?.spec
  if (spec === undefined || !['Pod', 'Deployment', 'StatefulSet', 'Job'].includes(object.kind)) return []
  const { namespace, name } = object.metadata
  // Claims of a StatefulSet are not there yet.
  const claims = (own?.volumeClaimTemplates ?? []).map((claim) => ({ name: claim.metadata.name, emptyDir: {} }))
  const volumes = [...(spec.volumes ?? []), ...claims]
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...(namespace === undefined ? {} : { namespace }), name: `${name}-try` },
      spec: { ...spec, volumes, serviceAccountName: 'default' },
    },
  ]
}

/** Answers why the API server would not take it, or undefined. */
async function tryObject(
  kube: Kube,
  namespace: string,
  object: KubeObject,
  all: readonly KubeObject[],
): Promise<string | undefined> {
  const placed = isNamespaced(object.kind)
    ? { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } }
    : object
  try {
    if ((await orUndefined(kube.objects.read(asHeader(placed)))) === undefined)
      await kube.objects.create(placed as KubernetesObject, undefined, 'All', FIELD_MANAGER)
    else await applyObject(kube, placed, { dryRun: true })
    return undefined
  } catch (error) {
    // In a namespace that is made with the rest.
    if (statusOf(error) === 404 && (placed.metadata.namespace !== namespace || bindsOneOf(object, all)))
      return undefined
    return apiMessage(error)
  }
}

/** A binding to a role that is made with the rest: from whoever may not give just any right it is taken when that is there. */
function bindsOneOf(object: KubeObject, all: readonly KubeObject[]): boolean {
  const role = object['roleRef'] as { kind: string; name: string } | undefined
  return role !== undefined && all.some(({ kind, metadata }) => kind === role.kind && metadata.name === role.name)
}
