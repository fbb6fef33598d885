import { setTimeout as sleep } from 'node:timers/promises'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { applyPhase, makePlan, type ApplyReport } from '../install/apply-phase.ts'
import { awaitReady } from '../install/await-ready.ts'
import { holdLease } from '../install/hold-lease.ts'
import { restartPods } from '../install/restart-pods.ts'
import { databasePort } from '../install/backend-objects.ts'
import { readRecord, type InstallRecord } from '../install/install-record.ts'
import { openKube, type Kube } from '../install/kube.ts'
import { backendOf, CHARTS } from '../install/plan.ts'
import { pushPhase, tellPushed } from '../install/push-phase.ts'
import { requireInRegistry } from '../install/require-in-registry.ts'
import { imagesFor } from '../install/site-images.ts'
import { backendUrl } from '../install/values.ts'
import { checkPlatform } from '../preflight/cluster/check-platform.ts'
import { runPreflight } from '../preflight/run-preflight.ts'
import type { Site } from '../site/site.ts'
import { ClusterPasswords } from './cluster-passwords.ts'
import { readHistory, writeHistory, type ClusterRelease } from './cluster-history.ts'
import type { History } from './history.ts'
import type { LifePlace, PlaceApply, PlaceChecks, PlaceWait, Tools } from './life-place.ts'
import { objectDiff, type ObjectChange } from './object-diff.ts'
import { rollbackRelease } from './rollback-release.ts'
import { smokeTest } from './smoke-test.ts'
import { withTools } from './with-tools.ts'

const STOP_MS = 180_000

/** A control plane in a namespace of a cluster. Its images are in the registry of the site. */
export class ClusterPlace implements LifePlace {
  readonly where: string
  readonly url: string
  readonly site: Site
  readonly passwords: ClusterPasswords | undefined
  readonly #namespace: string
  readonly #bundle: OpenBundle
  readonly #host: Host
  #opened: Kube | undefined

  constructor(site: Site, bundle: OpenBundle, host: Host) {
    const backend = backendOf(site)
    this.#namespace = backend.namespace
    this.where = `in ${backend.namespace}`
    this.url = backendUrl(backend)
    this.site = site
    this.#bundle = bundle
    this.#host = host
    this.passwords = backend.database.bundled && new ClusterPasswords(() => this.#kube, this.#namespace)
  }

  /** Opened when it is asked for the first time: what only reads a file needs none. */
  get #kube(): Kube {
    return (this.#opened ??= openKube(this.site))
  }

  readRecord(): Promise<InstallRecord | undefined> {
    return readRecord(this.#kube, this.#namespace)
  }

  readHistory(): Promise<History<ClusterRelease>> {
    return readHistory(this.#kube, this.#namespace)
  }

  writeHistory(history: History<ClusterRelease>): Promise<void> {
    return writeHistory(this.#kube, this.#namespace, history)
  }

  async requireWayBack({ version, images }: ClusterRelease): Promise<void> {
    await requireInRegistry(
      this.site,
      images,
      `without it there is no way back to ${version}: push the images of that release again with its own bundle, ./airgap --allow-older prepare backend`,
    )
  }

  async requireTools(): Promise<void> {
    await requireInRegistry(
      this.site,
      imagesFor('backend', this.#bundle.release),
      'the programs for backups are in the images of this bundle: push them with ./airgap prepare backend',
    )
  }

  async check(): Promise<PlaceChecks> {
    const preflight = await runPreflight('backend', this.site, this.#bundle, this.#host)
    return {
      checks: preflight.checks,
      bring: async (app) => {
        const pushed = await pushPhase(app, 'backend', this.#bundle, this.site, preflight)
        return { line: tellPushed(this.site, pushed), pushed }
      },
      close: () => preflight.registry.close(),
    }
  }

  async diff(): Promise<ObjectChange[]> {
    const asked = { phase: 'backend', site: this.site, bundle: this.#bundle, host: this.#host, dryRun: true } as const
    return await objectDiff(this.#kube, await makePlan(asked, this.#kube, this.#namespace), this.#bundle, this.#host)
  }

  /** With the volume of backups by night, if `backups`. */
  async withTools<T>(
    { scratch, backups }: { scratch: boolean; backups?: boolean },
    work: (tools: Tools) => Promise<T>,
  ): Promise<T> {
    const backend = backendOf(this.site)
    const { isOpenShift } = await checkPlatform(this.#kube, this.site)
    const { now, signal } = this.#host
    const { release } = this.#bundle
    const known = { kube: this.#kube, site: this.site, backend, release, isOpenShift, now, signal }
    return await withTools({ ...known, databasePort: databasePort(backend), scratch, backups: backups === true }, work)
  }

  async apply({ timeoutMs, say, steps, beforeStart, beforeCommit }: PlaceApply): Promise<ApplyReport> {
    return await applyPhase({
      phase: 'backend',
      site: this.site,
      bundle: this.#bundle,
      host: this.#host,
      timeoutMs,
      dryRun: false,
      say,
      ...(steps === undefined ? {} : { steps }),
      ...(beforeStart === undefined ? {} : { beforeChart: () => this.withTools({ scratch: false }, beforeStart) }),
      ...(beforeCommit === undefined ? {} : { beforeCommit }),
    })
  }

  async smokeTest(version: string): Promise<void> {
    await smokeTest(this.#kube, this.#namespace, version, this.#host.signal)
  }

  async bringBack(target: ClusterRelease, wait: PlaceWait): Promise<void> {
    const where = { kube: this.#kube, namespace: this.#namespace, bundle: this.#bundle, host: this.#host }
    await rollbackRelease({ ...where, target, ...wait })
  }

  async whileStopped(_: PlaceWait, work: () => Promise<void>): Promise<void> {
    const name = CHARTS.backend
    const { spec } = await this.#kube.apps.readNamespacedDeployment({ name, namespace: this.#namespace })
    const replicas = Math.max(1, spec?.replicas ?? 1)
    await this.#scale(name, 0)
    try {
      await this.#untilStopped()
      await work()
    } finally {
      // A chart that is as it was changes no number of replicas.
      await this.#scale(name, replicas)
    }
  }

  async restart({ timeoutMs, say }: PlaceWait): Promise<void> {
    const [name, namespace] = [CHARTS.backend, this.#namespace]
    const { now, signal } = this.#host
    const annotations = { 'fairlead.dev/restarted-at': new Date(now()).toISOString() }
    await restartPods(this.#kube, { name, namespace, annotations })
    const onChange = (line: string) => say(`  ${line}`)
    await awaitReady({ kube: this.#kube, namespace, kind: 'Deployment', name, timeoutMs, now, onChange, signal })
  }

  async alone<T>(action: string, work: () => Promise<T>): Promise<T> {
    const [namespace, now] = [this.#namespace, this.#host.now]
    return await holdLease({ kube: this.#kube, phase: 'backend', namespace, action, now }, work)
  }

  async #scale(name: string, replicas: number): Promise<void> {
    const at = { name, namespace: this.#namespace }
    const body = await this.#kube.apps.readNamespacedDeploymentScale(at)
    body.spec = { replicas }
    await this.#kube.apps.replaceNamespacedDeploymentScale({ ...at, body })
  }

  async #untilStopped(): Promise<void> {
    const labelSelector = 'app.kubernetes.io/name=fairlead,app.kubernetes.io/component=control-plane'
    const { now, signal } = this.#host
    const started = now()
    for (;;) {
      const { items } = await this.#kube.core.listNamespacedPod({ namespace: this.#namespace, labelSelector })
      if (items.length === 0) return
      if (now() - started > STOP_MS)
        throw new AirgapError('cluster', `replicas in ${this.#namespace} do not stop`, {
          details: items.map(({ metadata }) => metadata?.name ?? ''),
          hint: 'see why, and run the same command again',
        })
      await sleep(1000, undefined, { signal })
    }
  }
}
