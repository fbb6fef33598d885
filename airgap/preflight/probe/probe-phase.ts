import { existsSync, readFileSync } from 'node:fs'
import type { Host } from '../../cli/host.ts'
import type { OpenBundle } from '../../cli/open-bundle.ts'
import { apiMessage, openKube, orUndefined, type Kube } from '../../install/kube.ts'
import type { Phase } from '../../install/kube-object.ts'
import { backendOf, clusterOf } from '../../install/plan.ts'
import { POSTGRESQL } from '../../install/postgresql-objects.ts'
import { imagesFor, registryHost } from '../../install/site-images.ts'
import type { Release } from '../../release/release.ts'
import type { Site } from '../../site/site.ts'
import { fail, pass, warn, type Check } from '../check.ts'
import { checkPlatform } from '../cluster/check-platform.ts'
import { usableNodes } from '../cluster/check-nodes.ts'
import { checkClocks } from '../host-checks.ts'
import { checkLink, IDLE_MS } from './check-link.ts'
import { checkPulls } from './check-pulls.ts'
import { checkVolume } from './check-volume.ts'
import { PROBE, type ProbePlace } from './probe-objects.ts'
import { runProbes } from './run-probes.ts'
import type { Probed } from './seen.ts'

export interface ProbeOptions {
  phase: Phase
  site: Site
  bundle: Pick<OpenBundle, 'release'>
  host: Pick<Host, 'now' | 'signal'>
  /** Without the long silence. */
  isQuick: boolean
}

/**
 * R8, A1 to A4, and what K7 and T1 have inside: a pod that starts as pods of the phase will, looks, and goes. The images have to be in the registry. Everything that is made for it is gone
 * afterwards.
 */
export async function probePhase(options: ProbeOptions): Promise<Check[]> {
  const { phase, site, bundle, host, isQuick } = options
  const kube = openKube(site)
  const home = phase === 'backend' ? backendOf(site).namespace : clusterOf(site).namespace
  const found = await orUndefined(kube.core.readNamespace({ name: home }))
  const isThere = found !== undefined && found.metadata?.deletionTimestamp === undefined
  const { isOpenShift } = await checkPlatform(kube, site)
  const architectures = await architecturesFor(kube, phase, bundle.release)
  const isEnrolled =
    phase === 'cluster' &&
    (await orUndefined(kube.core.readNamespacedSecret({ name: 'fairlead-agent-identity', namespace: home }))) !==
      undefined
  const place: ProbePlace = {
    phase,
    site,
    release: bundle.release,
    namespace: isThere ? home : `${home}-${PROBE.replace('fairlead-', '')}`,
    isOwnNamespace: !isThere,
    isOpenShift,
    token: phase === 'cluster' && !isEnrolled ? tokenOf(site) : undefined,
    clusterUid: (await orUndefined(kube.core.readNamespace({ name: 'kube-system' })))?.metadata?.uid,
    idleMs: phase === 'cluster' && !isQuick ? IDLE_MS : 0,
    database: phase === 'backend' && isThere ? await runningDatabase(kube, home) : undefined,
  }
  try {
    const probed = await runProbes({ kube, place, architectures, now: host.now, signal: host.signal })
    const { release } = bundle
    return [
      ...checkPulls(probed, registryHost(site.registry)),
      ...(phase === 'cluster' ? linkChecks(probed, site, { isQuick, isEnrolled, version: release.version }) : []),
      ...(phase === 'backend' ? checkNames(probed, site) : []),
      ...checkDatabaseVolume(probed, place),
      ...checkNodeClocks(probed, site),
    ]
  } catch (error) {
    host.signal.throwIfAborted()
    const fix = 'let this kubeconfig make pods, secrets and a network policy there: see check K2'
    return [warn('R8', 'nodes pull', 'not tried', `${apiMessage(error)}; ${fix}`)]
  }
}

async function architecturesFor(kube: Kube, phase: Phase, release: Release): Promise<string[]> {
  const covered = new Set<string>(
    imagesFor(phase, release).flatMap(({ platforms }) => platforms.map(({ architecture }) => architecture)),
  )
  const nodes = await usableNodes(kube)
  const there = new Set(nodes.map(({ status }) => status?.nodeInfo?.architecture ?? ''))
  return [...there].filter((architecture) => covered.has(architecture)).toSorted()
}

/** Every architecture goes the same way: the first that has seen it tells. */
function linkChecks(
  probed: readonly Probed[],
  site: Site,
  about: { isQuick: boolean; isEnrolled: boolean; version: string },
): Check[] {
  const link = probed.find(({ seen }) => seen?.link !== undefined)?.seen?.link
  const url = clusterOf(site).controlPlane
  if (link !== undefined) return checkLink(link, { url, from: 'pods', ...about })
  return [fail('A1', 'control plane in reach of pods', 'no pod could look', 'mend R8 first')]
}

/** K7 from inside: pods that reach the control plane by its name need it, too. */
function checkNames(probed: readonly Probed[], site: Site): Check[] {
  const name = probed.find(({ seen }) => seen?.name !== undefined)?.seen?.name
  const domain = backendOf(site).domain
  const what = 'its name, for pods'
  if (name === undefined) return []
  if ('address' in name) return [pass('K7', what, `${domain} is ${name.address}`)]
  const fix = `enter ${domain} in the DNS that the cluster asks, before an agent of this cluster joins`
  return [warn('K7', what, `${domain} has no address there`, fix)]
}

function checkNodeClocks(probed: readonly Probed[], site: Site): Check[] {
  const clocks = probed.flatMap(({ node, seen, seenAt }) =>
    seen === undefined || seenAt === undefined ? [] : [{ of: `node ${node}`, at: new Date(seen.at), seenAt }],
  )
  return clocks.length === 0 ? [] : [{ ...checkClocks(clocks, site), what: 'clocks of nodes' }]
}

/** The bundled database, where it runs already. */
async function runningDatabase(kube: Kube, namespace: string): Promise<ProbePlace['database']> {
  const claim = `data-${POSTGRESQL}-0`
  if ((await orUndefined(kube.core.readNamespacedPersistentVolumeClaim({ name: claim, namespace }))) === undefined)
    return undefined
  const pod = await orUndefined(kube.core.readNamespacedPod({ name: `${POSTGRESQL}-0`, namespace }))
  if (pod?.status?.phase !== 'Running') return undefined
  const nodes = await usableNodes(kube)
  const node = nodes.find(({ metadata }) => metadata?.name === pod.spec?.nodeName)
  const architecture = node?.status?.nodeInfo?.architecture
  return architecture === undefined ? undefined : { claim, architecture }
}

function checkDatabaseVolume(probed: readonly Probed[], { database }: ProbePlace): Check[] {
  const volume = probed.find(({ seen }) => seen?.volume !== undefined)?.seen?.volume
  return database === undefined || volume === undefined ? [] : checkVolume(volume, database.claim)
}

/** A token that comes by standard input is not there yet. */
function tokenOf({ cluster }: Site): string | undefined {
  const file = cluster?.joinTokenFile
  if (file === undefined || !existsSync(file)) return undefined
  const token = readFileSync(file, 'utf8').trim()
  return token === '' ? undefined : token
}
