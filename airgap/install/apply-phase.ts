import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Host } from '../cli/host.ts'
import { checkObjects } from '../preflight/cluster/check-objects.ts'
import { checkPlatform } from '../preflight/cluster/check-platform.ts'
import { requirePassed } from '../preflight/run-preflight.ts'
import type { Site } from '../site/site.ts'
import { makeAdminLink } from './admin-link.ts'
import { applyObject, type Applied } from './apply-objects.ts'
import { awaitReady } from './await-ready.ts'
import { databasePassword } from './backend-objects.ts'
import { readJoinToken } from './cluster-objects.ts'
import { holdLease } from './hold-lease.ts'
import { installRelease } from './install-release.ts'
import { readRecord, writeRecord } from './install-record.ts'
import { openKube, orUndefined, type Kube } from './kube.ts'
import { nameOf, type KubeObject, type Phase } from './kube-object.ts'
import { allObjects, backendOf, clusterOf, planPhase, type Plan } from './plan.ts'
import { POSTGRESQL } from './postgresql-objects.ts'
import { endNightly, forgetSigningKey, SIGNING_SECRET } from '../life/nightly-objects.ts'
import { entryOf, readHistory, writeHistory } from '../life/cluster-history.ts'
import { commit } from '../life/history.ts'
import { requireInRegistry } from './require-in-registry.ts'
import { imagesFor } from './site-images.ts'
import { Steps, type Say } from './steps.ts'
import { JOIN_SECRET } from './values.ts'
import { watchPods } from './watch-pods.ts'
import { untilNamespaceIsGone } from './until-namespace-is-gone.ts'

export interface ApplyOptions {
  phase: Phase
  /** For another installer, which is refused meanwhile; `apply` and the phase when left out. */
  action?: string
  site: Site
  bundle: OpenBundle
  host: Host
  /** For each wait. */
  timeoutMs: number
  /** Looks and changes nothing. */
  dryRun: boolean
  say: Say
  /** Goes on with the steps of whoever calls. */
  steps?: Steps
  /** Done when the database is there and nothing has touched it, such as restoring a backup into it; then there is somebody who may sign in already. */
  beforeChart?: (kube: Kube) => Promise<void>
  /** Done when everything is ready and before it counts as installed; what it throws ends the run. */
  beforeCommit?: (kube: Kube) => Promise<void>
}

export interface ApplyReport {
  /** What was made or changed; empty when everything was as it should be. */
  changes: { what: string; how: Applied }[]
  /** A link for the first admin; only the first time. */
  adminLink: string | undefined
  steps: Steps['done']
}

/**
 * Brings one phase into the cluster, step by step; each step looks first, so that a run after a broken one goes on and a run after a whole one changes nothing. Throws
 * with the exit class of what went wrong.
 */
export async function applyPhase(options: ApplyOptions): Promise<ApplyReport> {
  const { phase, site, bundle, host, say, dryRun } = options
  const kube = openKube(site)
  const namespace = phase === 'backend' ? backendOf(site).namespace : clusterOf(site).namespace
  const steps = options.steps ?? new Steps(say, host.now)
  const report: ApplyReport = { changes: [], adminLink: undefined, steps: steps.done }
  await steps.run('images', 'looking for the images in the registry', () => requireImages(options))
  const plan = await steps.run('plan', 'planning', async () => await makePlan(options, kube, namespace))
  if (dryRun) {
    requirePassed(await checkObjects(kube, namespace, allObjects(plan)))
    return report
  }
  const note = (what: string, how: Applied) => {
    if (how !== 'as it was') {
      report.changes.push({ what, how })
      say(`  ${what}: ${how}`)
    }
  }
  const bring = async (object: KubeObject) => note(nameOf(object), await applyObject(kube, object))
  await steps.run('namespaces', 'namespaces', async () => {
    for (const object of plan.namespaces) {
      await untilNamespaceIsGone(kube, object.metadata.name, host, say)
      // One that somebody else has made stays theirs.
      if (await isOursToMake(kube, object)) await bring(object)
    }
  })
  const lease = { kube, phase, namespace, action: options.action ?? `apply ${phase}`, now: host.now }
  return await holdLease(lease, async () => {
    await steps.run('trial', 'trying every object', async () => {
      requirePassed(await checkObjects(kube, namespace, allObjects(plan)))
    })
    await steps.run('objects', 'objects', async () => {
      for (const object of plan.objects) await bring(object)
      if (phase === 'backend' && site.backup?.nightly === undefined && (await endNightly(kube, namespace)))
        say('  backups by night: ended; those that were made stay')
      if (phase === 'backend' && !plan.objects.some(({ metadata }) => metadata.name === SIGNING_SECRET))
        await forgetSigningKey(kube, namespace)
    })
    const wait = (kind: 'Deployment' | 'StatefulSet', name: string) =>
      awaitReady({
        kube,
        namespace,
        kind,
        name,
        timeoutMs: options.timeoutMs,
        now: host.now,
        onChange: (line) => say(`  ${line}`),
        signal: host.signal,
      })
    if (plan.objects.some(({ kind }) => kind === 'StatefulSet'))
      await steps.run('database', 'database', () => wait('StatefulSet', POSTGRESQL))
    const { beforeChart, beforeCommit } = options
    if (beforeChart !== undefined) await beforeChart(kube)
    await steps.run('chart', `chart ${plan.chart.name} ${plan.chart.version}`, async () => {
      const watching = {
        kube,
        namespace,
        labelSelector: `app.kubernetes.io/instance=${plan.chart.name}`,
        now: host.now,
        onChange: (line: string) => say(`  ${line}`),
        signal: host.signal,
      }
      const how = await watchPods(watching, (signal) =>
        installRelease({
          bundle,
          kube,
          env: host.env,
          chart: plan.chart,
          name: plan.chart.name,
          namespace,
          values: plan.values,
          signal,
        }),
      )
      note(`release ${namespace}/${plan.chart.name}`, how)
    })
    await steps.run('ready', 'waiting until it is ready', () => wait('Deployment', plan.deployment))
    if (beforeCommit !== undefined) await beforeCommit(kube)
    const record = await readRecord(kube, namespace)
    let linkAt = record?.linkAt ?? ''
    if (beforeChart !== undefined && linkAt === '') linkAt = new Date(host.now()).toISOString()
    if (phase === 'backend' && linkAt === '') {
      report.adminLink = await steps.run('admin-link', 'a link for the first admin', () =>
        makeAdminLink(kube, namespace),
      )
      linkAt = new Date(host.now()).toISOString()
    }
    await steps.run('record', 'what is installed', async () => {
      // First who is installed and then what is gone back to: of an upgrade, the latter says that it is done.
      note('install record', await writeRecord(kube, phase, namespace, bundle.release, linkAt))
      if (phase === 'backend')
        await writeHistory(
          kube,
          namespace,
          commit(await readHistory(kube, namespace), entryOf(plan, bundle, host.now())),
        )
    })
    return report
  })
}

/** Plans a phase with what the cluster has already: passwords and tokens that were made once stay. */
export async function makePlan(
  { phase, site, bundle, host, dryRun }: Pick<ApplyOptions, 'phase' | 'site' | 'bundle' | 'host' | 'dryRun'>,
  kube: Kube,
  namespace: string,
): Promise<Plan> {
  const { isOpenShift } = await checkPlatform(kube, site)
  return await planPhase(phase, site, bundle, host.env, {
    isOpenShift,
    databasePassword: phase === 'backend' ? await databasePassword(kube, backendOf(site)) : '',
    joinToken: phase === 'backend' ? undefined : await joinToken(kube, site, host, namespace, dryRun),
  })
}

/** A token is good for one enrolment: the one that is there stays, and the file need not be there any more. */
async function joinToken(
  kube: Kube,
  site: Site,
  { stdin }: Host,
  namespace: string,
  dryRun: boolean,
): Promise<string | undefined> {
  const kept = await orUndefined(kube.core.readNamespacedSecret({ name: JOIN_SECRET, namespace }))
  const identity = await orUndefined(kube.core.readNamespacedSecret({ name: 'fairlead-agent-identity', namespace }))
  if (kept !== undefined && (identity !== undefined || dryRun))
    return Buffer.from(kept.data?.['token'] ?? '', 'base64').toString()
  if (dryRun) return 'to-be-given'
  return await readJoinToken(clusterOf(site), stdin)
}

async function isOursToMake(kube: Kube, object: KubeObject): Promise<boolean> {
  const found = await orUndefined(kube.core.readNamespace({ name: object.metadata.name }))
  return (
    found === undefined ||
    found.metadata?.labels?.['app.kubernetes.io/managed-by'] ===
      object.metadata.labels?.['app.kubernetes.io/managed-by']
  )
}

/** Throws with exit class `registry` for an image of a release that is not where nodes will look for it. */
async function requireImages({ phase, site, bundle }: ApplyOptions): Promise<void> {
  await requireInRegistry(site, imagesFor(phase, bundle.release), `push it with: ./airgap prepare ${phase}`)
}
