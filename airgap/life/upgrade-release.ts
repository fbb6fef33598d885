import { AirgapError } from '../cli/airgap-error.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { applyPhase, makePlan, type ApplyReport } from '../install/apply-phase.ts'
import { readRecord, type InstallRecord } from '../install/install-record.ts'
import type { Kube } from '../install/kube.ts'
import { backendOf } from '../install/plan.ts'
import type { Site } from '../site/site.ts'
import { recipientOf } from './backup-key.ts'
import { readHistory, writeHistory, type History, type HistoryEntry } from './history.ts'
import { objectDiff, type ObjectChange } from './object-diff.ts'
import { openPlace } from './open-place.ts'
import { requireWayBack, rollbackRelease } from './rollback-release.ts'
import { readSchema, requireUpgradable, requireUpgraded, type SchemaState } from './schema-checks.ts'
import { sendDump } from './send-dump.ts'
import { smokeTest } from './smoke-test.ts'
import { takeBackup } from './take-backup.ts'
import { withTools } from './with-tools.ts'

export interface UpgradeOptions {
  kube: Kube
  site: Site
  bundle: OpenBundle
  host: Host
  /** Opens the backup that is made on the way, so that it can be tried. */
  key: string
  /** Where that backup goes. */
  backup: string
  /** How long the new release may take to get ready. */
  timeoutMs: number
  say: (line: string) => void
  onBytes: (count: number) => void
}

export interface UpgradeReport {
  from: string
  to: string
  schema: { before: SchemaState; after: SchemaState }
  backup: { file: string; bytes: number; tables: number; rows: number; triedInMs: number }
  changes: ApplyReport['changes']
  steps: ApplyReport['steps']
}

export interface Installed {
  record: InstallRecord
  history: History
  /** What runs, and is gone back to. */
  current: HistoryEntry
}

/** What is installed, as far as it can be upgraded to this bundle. Throws with exit class `preflight` where it cannot. */
export async function requireInstalled(kube: Kube, site: Site, { release }: OpenBundle): Promise<Installed> {
  const { namespace } = backendOf(site)
  const record = await readRecord(kube, namespace)
  if (record === undefined)
    throw new AirgapError('preflight', `there is nothing to upgrade in ${namespace}`, {
      hint: 'install it with ./airgap prepare backend and ./airgap apply backend',
    })
  const history = await readHistory(kube, namespace)
  const [current] = history.entries
  if (current === undefined)
    throw new AirgapError('preflight', `of ${record.version}, which runs, nothing is kept to go back to`, {
      hint: 'run ./airgap apply backend of its own bundle once: it keeps what is needed',
    })
  if (current.counter > release.counter)
    throw new AirgapError(
      'preflight',
      `${current.version} (release ${current.counter}) runs, and this is ${release.version} (release ${release.counter})`,
      { hint: 'to go back, use ./airgap rollback' },
    )
  const { oldest, newest } = release.upgradeFrom
  if (compareVersions(current.version, oldest) < 0 || compareVersions(current.version, newest) > 0)
    throw new AirgapError(
      'preflight',
      `${release.version} takes over from ${oldest} to ${newest}; ${current.version} runs`,
      {
        hint: `upgrade to ${oldest} first`,
      },
    )
  return { record, history, current }
}

/** What an upgrade would change; for a look at it before. */
export async function planUpgrade(
  options: Pick<UpgradeOptions, 'kube' | 'site' | 'bundle' | 'host'>,
): Promise<ObjectChange[]> {
  const { kube, site, bundle, host } = options
  const plan = await makePlan({ phase: 'backend', site, bundle, host, dryRun: true }, kube, backendOf(site).namespace)
  return await objectDiff(kube, plan, bundle, host)
}

/**
 * Brings the control plane to the release of a bundle whose images are in the registry already. Before anything changes there is a way back: the images and objects of what runs, and a backup that was
 * restored beside the database and found to hold the same. When the new release does not get ready or does not answer as it should, the old one is brought back, with the data as it is, since migrations only
 * widen the schema. Broken off at any point, the same command goes on. Throws with the exit class of what went wrong.
 */
export async function upgradeRelease(options: UpgradeOptions, installed: Installed): Promise<UpgradeReport> {
  const { kube, site, bundle, host, say } = options
  const { namespace } = backendOf(site)
  const { current, history } = installed
  const { version } = bundle.release
  const steps: ApplyReport['steps'] = []
  const step = async <T>(title: string, work: () => Promise<T>): Promise<T> => {
    say(title)
    const started = host.now()
    const result = await work()
    steps.push({ step: title, ms: host.now() - started })
    return result
  }
  await step('looking for the way back', () => requireWayBack(site, current))
  const place = { ...(await openPlace(kube, site, bundle, host)), scratch: true }
  const { before, backup } = await step('a pod for the backup', () =>
    withTools(place, async (admin) => {
      const before = await step('schema', () => readSchema(admin))
      requireUpgradable(before, current.version, version)
      const recipient = await recipientOf(site)
      const bytes = await step(`backup to ${options.backup}`, () =>
        takeBackup(admin, { recipient, version: current.version }, options.backup, options.onBytes),
      )
      const started = host.now()
      const { tables } = await step('trying the backup: restored beside the database and compared', () =>
        sendDump(admin, options.backup, options.key, 'scratch'),
      )
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      return {
        before,
        backup: { file: options.backup, bytes, tables: tables.length, rows, triedInMs: host.now() - started },
      }
    }),
  )
  // From here on, whoever looks knows that what runs may be neither of the two.
  await writeHistory(kube, namespace, { ...history, pending: version })
  let after: SchemaState = before
  try {
    const report = await applyPhase({
      phase: 'backend',
      site,
      bundle,
      host,
      timeoutMs: options.timeoutMs,
      dryRun: false,
      say,
      beforeCommit: async () => {
        await step('smoke test', () => smokeTest(kube, namespace, version, host.signal))
        after = await step('schema', () => withTools({ ...place, scratch: false }, readSchema))
        requireUpgraded(after, version)
      },
    })
    return {
      from: current.version,
      to: version,
      schema: { before, after },
      backup,
      changes: report.changes,
      steps: [...steps, ...report.steps],
    }
  } catch (error) {
    // Somebody who wants to leave decides what comes next.
    if (host.signal.aborted) throw error
    throw await goBack(options, current, error)
  }
}

const WAY_BACK_MS = 600_000

/** Brings back what ran, and answers what to tell. */
async function goBack(options: UpgradeOptions, current: HistoryEntry, error: unknown): Promise<AirgapError> {
  const { kube, site, bundle, host, say } = options
  // However little the new release was given: this one has to come up.
  const timeoutMs = Math.max(options.timeoutMs, WAY_BACK_MS)
  const { version } = bundle.release
  const why = error instanceof AirgapError ? [error.message, ...error.details] : [(error as Error).message]
  say(`${version} is not good: going back to ${current.version}`)
  for (const line of why) say(`  ${line}`)
  const started = host.now()
  try {
    const { namespace } = backendOf(site)
    await rollbackRelease({ kube, site, namespace, bundle, host, target: current, timeoutMs, say })
  } catch (second) {
    return new AirgapError('cluster', `${version} is not good, and ${current.version} could not be brought back`, {
      details: [...why, `on the way back: ${(second as Error).message}`],
      hint: 'mend this and run ./airgap rollback',
      cause: error,
    })
  }
  const seconds = Math.round((host.now() - started) / 1000)
  return new AirgapError('cluster', `${version} did not come up; ${current.version} runs again, after ${seconds} s`, {
    details: why,
    hint: `no data was touched; the backup from before is ${options.backup}`,
    cause: error,
  })
}

/** As numbers between dots; a release is newer than its own candidates. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('-'))
  const numbers = (text = '') => text.split('.').map(Number)
  const [x, y] = [numbers(left?.[0]), numbers(right?.[0])]
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const difference = (x[index] ?? 0) - (y[index] ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  const [first, second] = [left?.[1], right?.[1]]
  if (first === second) return 0
  if (first === undefined) return 1
  if (second === undefined) return -1
  return first.localeCompare(second, 'en', { numeric: true })
}
