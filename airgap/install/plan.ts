import { stringify } from 'yaml'
import { AirgapError } from '../cli/airgap-error.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Release, ReleaseChart } from '../release/release.ts'
import type { BackendSite, ClusterSite, Site } from '../site/site.ts'
import { backendObjects, databasePlace, databasePort } from './backend-objects.ts'
import { clusterObjects } from './cluster-objects.ts'
import { namespaceObject } from './common-objects.ts'
import { nightlyObjects } from '../life/nightly-objects.ts'
import { objectsIn, renderChart } from './install-release.ts'
import type { KubeObject, Phase } from './kube-object.ts'
import { backendValues, clusterValues } from './values.ts'

/** Everything that a phase brings into a cluster, before it is there. */
export interface Plan {
  phase: Phase
  namespace: string
  /** Namespaces that are made where they are missing. */
  namespaces: KubeObject[]
  /** What the installer makes itself; values of Secrets are in it. */
  objects: KubeObject[]
  chart: ReleaseChart
  values: object
  /** What the chart makes of these values, as YAML. */
  rendered: string
  /** The Deployment to wait for. */
  deployment: string
}

/** The chart of a phase, which its release and its deployment are called after. */
export const CHARTS = { backend: 'fairlead', cluster: 'fairlead-agent' } as const

/** Plans a phase. `secrets` are what is not in the site file: a dry run takes what stands for them. */
export async function planPhase(
  phase: Phase,
  site: Site,
  bundle: OpenBundle,
  env: Readonly<Record<string, string | undefined>>,
  known: { isOpenShift: boolean; databasePassword: string; joinToken: string | undefined },
): Promise<Plan> {
  const { release } = bundle
  const chart = chartOf(release, CHARTS[phase])
  const name = CHARTS[phase]
  const [namespace, values, objects, namespaces] =
    phase === 'backend' ? backend(site, release, known) : cluster(site, release, known)
  const rendered = await renderChart({ bundle, env, chart, name, namespace, values })
  const nightly = phase === 'backend' ? await backupsOf(site, release, known.isOpenShift) : []
  return { phase, namespace, namespaces, objects: [...objects, ...nightly], chart, values, rendered, deployment: name }
}

async function backupsOf(site: Site, release: Release, isOpenShift: boolean): Promise<KubeObject[]> {
  const backend = backendOf(site)
  return await nightlyObjects({ site, backend, release, isOpenShift, databasePort: databasePort(backend) })
}

type Parts = [namespace: string, values: object, objects: KubeObject[], namespaces: KubeObject[]]

function backend(site: Site, release: Release, known: { isOpenShift: boolean; databasePassword: string }): Parts {
  const own = backendOf(site)
  return [
    own.namespace,
    backendValues(site, own, release, databasePlace(own)),
    backendObjects(site, own, release, known),
    [namespaceObject('backend', own.namespace, 'restricted')],
  ]
}

function cluster(site: Site, release: Release, { joinToken }: { joinToken: string | undefined }): Parts {
  const own = clusterOf(site)
  return [
    own.namespace,
    clusterValues(site, own, release),
    clusterObjects(site, own, joinToken),
    [
      namespaceObject('cluster', own.namespace, 'restricted'),
      ...own.projects.map((project) => namespaceObject('cluster', project, own.podSecurity)),
    ],
  ]
}

/** Throws with exit class `usage` for a site file without it. */
export function backendOf({ backend }: Site): BackendSite {
  if (backend === undefined)
    throw new AirgapError('usage', 'the site file has no section backend', {
      hint: 'add it, as ./airgap init writes it',
    })
  return backend
}

/** Throws with exit class `usage` for a site file without it. */
export function clusterOf({ cluster }: Site): ClusterSite {
  if (cluster === undefined)
    throw new AirgapError('usage', 'the site file has no section cluster', {
      hint: 'add it, as ./airgap init writes it',
    })
  return cluster
}

/** All objects of a plan, those of the chart among them. */
export function allObjects(plan: Plan): KubeObject[] {
  return [...plan.objects, ...objectsIn(plan.rendered)]
}

/** The files that `prepare` writes: what will be there, to look at and to keep. Values of Secrets are left out. */
export function planFiles(plan: Plan): Record<string, string> {
  const shown = [...plan.namespaces, ...plan.objects.map(withoutSecret)]
  return {
    'values.yaml': stringify(plan.values),
    'objects.yaml': shown.map((object) => stringify(object)).join('---\n'),
    'chart.yaml': plan.rendered,
  }
}

function withoutSecret(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object
  const data = object['data'] as Record<string, string>
  return { ...object, data: Object.fromEntries(Object.keys(data).map((key) => [key, '(kept out of this file)'])) }
}

function chartOf({ charts, purpose }: Release, name: string): ReleaseChart {
  const found = charts.find((chart) => chart.name === name)
  if (found === undefined)
    throw new AirgapError('usage', `this bundle carries no chart ${name}: it was made for a ${purpose}`, {
      hint: 'take the bundle for a whole site',
    })
  return found
}
