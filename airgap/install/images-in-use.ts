import type { V1PodSpec } from '@kubernetes/client-node'
import { isDigest, type Digest } from '../oci/digest.ts'
import type { Release } from '../release/release.ts'
import type { Site } from '../site/site.ts'
import { readHistory } from '../life/cluster-history.ts'
import { AirgapError } from '../cli/airgap-error.ts'
import { readRecord } from './install-record.ts'
import { orUndefined, type Kube } from './kube.ts'
import { CHARTS } from './plan.ts'

export interface ImagesInUse {
  /** By phase, the version that runs; undefined for a phase that is not installed here. */
  running: { backend: string | undefined; cluster: string | undefined }
  digests: Digest[]
}

/** Images that something in the cluster runs or will start, those of releases that there is a way back to, and those of the bundle at hand. Throws with exit class `preflight` where that is not settled. */
export async function imagesInUse(kube: Kube, site: Site, release: Release): Promise<ImagesInUse> {
  const running: ImagesInUse['running'] = { backend: undefined, cluster: undefined }
  const digests = new Set<Digest>(
    release.images.flatMap(({ digest, platforms }) => [digest, ...platforms.map((each) => each.digest)]),
  )
  for (const phase of ['backend', 'cluster'] as const) {
    const namespace = site[phase]?.namespace
    if (namespace === undefined) continue
    running[phase] = (await readRecord(kube, namespace))?.version
    for (const digest of await digestsIn(kube, namespace, CHARTS[phase])) digests.add(digest)
    if (phase === 'cluster') continue
    const { entries, pending } = await readHistory(kube, namespace)
    if (pending !== undefined)
      throw new AirgapError('preflight', `an upgrade to ${pending} is not finished`, {
        hint: 'finish it with ./airgap upgrade, or take it back with ./airgap rollback: until then nobody knows what is needed',
      })
    for (const { images } of entries) for (const { digest } of images) digests.add(digest)
  }
  if (running.backend === undefined && running.cluster === undefined)
    throw new AirgapError('preflight', 'nothing is installed where the site file says', {
      hint: 'name the site file and the kubeconfig of what runs: an image that something needs would look like an old one',
    })
  return { running, digests: [...digests] }
}

async function digestsIn(kube: Kube, namespace: string, deployment: string): Promise<Digest[]> {
  const [pods, sets, jobs, own] = await Promise.all([
    kube.core.listNamespacedPod({ namespace }),
    kube.apps.listNamespacedStatefulSet({ namespace }),
    kube.batch.listNamespacedCronJob({ namespace }),
    orUndefined(kube.apps.readNamespacedDeployment({ name: deployment, namespace })),
  ])
  const specs: (V1PodSpec | undefined)[] = [
    ...pods.items.map(({ spec }) => spec),
    ...sets.items.map(({ spec }) => spec?.template.spec),
    ...jobs.items.map(({ spec }) => spec?.jobTemplate.spec?.template.spec),
    own?.spec?.template.spec,
  ]
  return specs.flatMap((spec) =>
    [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(({ image = '' }) => {
      const digest = image.split('@')[1] ?? ''
      return isDigest(digest) ? [digest] : []
    }),
  )
}
