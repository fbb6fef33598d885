import { baseOf, type OpenBundle } from '../cli/open-bundle.ts'
import type { Host } from '../cli/host.ts'
import { AirgapError } from '../cli/airgap-error.ts'
import { readRecord } from '../install/install-record.ts'
import { openKube, orUndefined, rawGet, type Kube } from '../install/kube.ts'
import type { Phase } from '../install/kube-object.ts'
import { allObjects, backendOf, clusterOf, planPhase, type Plan } from '../install/plan.ts'
import { POSTGRESQL } from '../install/postgresql-objects.ts'
import { absentLayers } from '../install/missing-layers.ts'
import { imagesFor, openRegistry, toPush } from '../install/site-images.ts'
import { bytesToSend } from '../registry/bytes-to-send.ts'
import type { RegistryClient } from '../registry/registry-client.ts'
import type { UploadWays } from '../registry/push-blob.ts'
import type { Site } from '../site/site.ts'
import { checkBackend } from './backend-check.ts'
import { checkBackups } from './backup-checks.ts'
import type { Check } from './check.ts'
import { certificateOf, certificatesIn, checkCertificates, type SeenCertificate } from './check-certificates.ts'
import { checkLayers } from './check-layers.ts'
import { checkPlaces } from './check-places.ts'
import { checkRoom } from './check-room.ts'
import { checkAccelerators } from './cluster/check-accelerators.ts'
import { checkAddresses } from './cluster/check-addresses.ts'
import { checkIngress } from './cluster/check-ingress.ts'
import { checkNodes } from './cluster/check-nodes.ts'
import { checkObjects } from './cluster/check-objects.ts'
import { checkPlatform } from './cluster/check-platform.ts'
import { checkProxy } from './cluster/check-proxy.ts'
import { checkQuotas } from './cluster/check-quotas.ts'
import { checkRights } from './cluster/check-rights.ts'
import { checkStorage } from './cluster/check-storage.ts'
import { checkVersion } from './cluster/check-version.ts'
import { podNeeds } from './cluster/pod-needs.ts'
import { checkDatabase, databaseCertificate } from './database-checks.ts'
import { checkClocks, checkDomain, checkHost } from './host-checks.ts'
import { judgeRelease } from './judge-bundle.ts'
import { servedParts } from './check-served.ts'
import { checkRegistry } from './registry-checks.ts'

export interface Preflight {
  checks: Check[]
  ways: UploadWays
  registry: RegistryClient
  /** Absent where the cluster cannot be asked, or does not let this user ask. */
  plan: Plan | undefined
}

/** Looks at everything that a phase needs and changes none of it, but for an upload to the registry that is given up again. */
export async function runPreflight(phase: Phase, site: Site, bundle: OpenBundle, host: Host): Promise<Preflight> {
  const namespace = phase === 'backend' ? backendOf(site).namespace : clusterOf(site).namespace
  const [push, pull] = [openRegistry(site.registry), openRegistry(site.registry, 'pull')]
  const [first] = imagesFor(phase, bundle.release)
  const checks = [...checkHost(bundle, host), checkPlaces(host, bundle.folder)]
  const served = servedParts(bundle, imagesFor(phase, bundle.release), site.registry)
  const registry = await checkRegistry(site, { push, pull }, `${site.registry.project}/${first?.repository}`, served)
  const registryClock = { of: 'registry', at: push.lastDate ?? pull.lastDate, seenAt: host.now() }
  checks.push(...registry.checks)
  if (site.registry.serve === undefined && registry.checks.every(({ result }) => result !== 'fail')) {
    const images = imagesFor(phase, bundle.release)
    const from = baseOf(host, bundle.folder, bundle.release)
    checks.push(
      await checkLayers(push, site.registry, bundle, absentLayers(bundle, images), from),
      await checkRoom(site, push, () => bytesToSend(push, bundle.layout, toPush(images, site.registry))),
    )
  }
  pull.close()

  const kube = openKube(site)
  const version = await checkVersion(kube)
  checks.push(version)
  const clocks = [registryClock]
  let plan: Plan | undefined
  if (version.result !== 'fail') {
    const { date } = await rawGet(kube, '/version')
    clocks.push({ of: 'API server', at: date, seenAt: host.now() })
    const ofCluster = await checkCluster(phase, site, bundle, host, { kube, namespace })
    checks.push(...ofCluster.checks)
    plan = ofCluster.plan
  }
  if (phase === 'backend') {
    const database = await checkDatabase(site, backendOf(site))
    checks.push(...(await checkDomain(site)), ...database.checks, ...checkBackups(site, database.bytes))
    clocks.push({ of: 'database', at: database.now, seenAt: host.now() })
  } else {
    const backend = await checkBackend(clusterOf(site).controlPlane, site.ca)
    checks.push(...backend.checks)
    clocks.push({ of: 'control plane', at: backend.date, seenAt: host.now() })
  }
  checks.push(checkClocks(clocks, site))
  const certificates = await seenCertificates(phase, site, kube)
  checks.push(checkCertificates(certificates, clocks, host.now()))
  return { checks, ways: registry.ways, registry: push, plan }
}

async function seenCertificates(phase: Phase, site: Site, kube: Kube): Promise<SeenCertificate[]> {
  const isBackend = phase === 'backend'
  const found = await Promise.all([
    certificateOf('the registry', site.registry.url),
    certificateOf('the API server', kube.server),
    isBackend ? databaseCertificate(backendOf(site)) : certificateOf('the control plane', clusterOf(site).controlPlane),
  ])
  const own = isBackend ? site.backend?.tls?.certFile : undefined
  return [
    ...found.filter((certificate) => certificate !== undefined),
    ...certificatesIn([own, site.registry.caFile, ...site.ca]),
  ]
}

/** Throws with exit class `preflight` when one failed. */
export function requirePassed(checks: readonly Check[]): void {
  const failed = checks.filter(({ result }) => result === 'fail')
  if (failed.length === 0) return
  throw new AirgapError('preflight', `${failed.length} of ${checks.length} checks failed; nothing was done`, {
    details: failed.map(({ id, what, seen, fix }) => `${id} ${what}: ${seen}: ${fix ?? ''}`),
    hint: 'mend these and run the same command again',
  })
}

async function checkCluster(
  phase: Phase,
  site: Site,
  bundle: OpenBundle,
  { env }: Host,
  { kube, namespace }: { kube: Kube; namespace: string },
): Promise<{ checks: Check[]; plan: Plan | undefined }> {
  const platform = await checkPlatform(kube, site)
  const { isOpenShift } = platform
  const joinToken = phase === 'cluster' ? 'to-be-given' : undefined
  // What is looked at needs a password; the one that counts is made when it is applied.
  const unknown = { isOpenShift, databasePassword: 'to-be-made', joinToken }
  const rights = await checkRights(kube, await planPhase(phase, site, bundle, env, unknown), site)
  const checks = [rights, platform.check]
  // Whatever else is asked would be refused, or has to be asked again.
  if (rights.result === 'fail') return { checks, plan: undefined }
  const installed = await readRecord(kube, namespace).catch(() => undefined)
  if (phase === 'backend') checks.push(judgeRelease(bundle.release, installed))
  if (phase === 'backend')
    checks.push(...(await checkStorage(kube, site)), ...(await checkIngress(kube, site, platform.isOpenShift)))
  const kept = await orUndefined(kube.core.readNamespacedSecret({ name: POSTGRESQL, namespace }))
  const password = kept && Buffer.from(kept.data?.['password'] ?? '', 'base64').toString()
  const plan = await planPhase(phase, site, bundle, env, {
    ...unknown,
    databasePassword: password ?? unknown.databasePassword,
  })
  const needs = podNeeds(allObjects(plan))
  checks.push(await checkNodes(kube, bundle.release, needs), await checkAddresses(kube, site))
  if (phase === 'cluster') checks.push(await checkAccelerators(kube))
  if ((await orUndefined(kube.core.readNamespace({ name: namespace }))) !== undefined)
    checks.push(await checkQuotas(kube, namespace, needs, installed !== undefined))
  checks.push(...(await checkObjects(kube, namespace, allObjects(plan))), checkProxy(kube, env))
  return { checks, plan }
}
