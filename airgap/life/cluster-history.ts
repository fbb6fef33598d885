import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { applyObject } from '../install/apply-objects.ts'
import { secretObject } from '../install/common-objects.ts'
import { orUndefined, type Kube } from '../install/kube.ts'
import type { KubeObject } from '../install/kube-object.ts'
import type { Plan } from '../install/plan.ts'
import { imagesFor } from '../install/site-images.ts'
import { isDigest, type Digest } from '../oci/digest.ts'
import { toKeep, type History } from './history.ts'

const NAME = 'fairlead-airgap-history'

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), 'not a sha256 digest')
const entry = z.object({
  version: z.string(),
  counter: z.int(),
  at: z.iso.datetime(),
  chart: z.object({ name: z.string(), version: z.string(), file: z.string(), digest }),
  /** The packed chart, in base64. */
  archive: z.string(),
  values: z.record(z.string(), z.unknown()),
  /** What the installer has made itself; Secrets stay as they are on any way back. */
  objects: z.array(z.custom<KubeObject>((value) => typeof value === 'object' && value !== null)),
  images: z.array(z.object({ repository: z.string(), digest })),
})
/** A release that ran in a cluster, with all that it takes to bring it back. */
export type ClusterRelease = z.infer<typeof entry>

const history = z.object({ entries: z.array(entry), pending: z.string().optional() })

/** Reads what has run at this site. Empty where nothing has. */
export async function readHistory(kube: Kube, namespace: string): Promise<History<ClusterRelease>> {
  const found = await orUndefined(kube.core.readNamespacedSecret({ name: NAME, namespace }))
  const packed = found?.data?.['history']
  if (packed === undefined) return { entries: [] }
  // A Secret is base64 of what was put into it.
  return history.parse(JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()))
}

/** Keeps the newest few. */
export async function writeHistory(kube: Kube, namespace: string, found: History<ClusterRelease>): Promise<void> {
  const object = secretObject('backend', namespace, NAME, {})
  await applyObject(kube, {
    ...object,
    data: { history: gzipSync(JSON.stringify(toKeep(found))).toString('base64') },
  })
}

/** What a plan would bring, for later. */
export function entryOf(plan: Plan, { release, folder }: OpenBundle, at: number): ClusterRelease {
  const { name, version, file, digest } = plan.chart
  return {
    version: release.version,
    counter: release.counter,
    at: new Date(at).toISOString(),
    chart: { name, version, file, digest },
    archive: readFileSync(join(folder, file)).toString('base64'),
    values: plan.values as Record<string, unknown>,
    objects: plan.objects.filter(({ kind }) => kind !== 'Secret'),
    images: imagesFor('backend', release).map(({ repository, digest: image }) => ({ repository, digest: image })),
  }
}
