import { AirgapError } from '../cli/airgap-error.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { ApplyReport } from '../install/apply-phase.ts'
import type { Steps } from '../install/steps.ts'
import { makingOf, type BackupKeys } from './backup-key.ts'
import type { History, KeptRelease } from './history.ts'
import type { LifePlace, PlaceWait } from './life-place.ts'
import { readSchema, requireUpgradable, requireUpgraded, type SchemaState } from './schema-checks.ts'
import { sendDump } from './send-dump.ts'
import { takeBackup } from './take-backup.ts'

export interface UpgradeOptions extends PlaceWait {
  place: LifePlace
  bundle: OpenBundle
  host: Host
  /** Open the backup that is made on the way and say who has to have signed it, so that it can be tried. */
  keys: BackupKeys
  /** Where that backup goes. */
  backup: string
  /** Those of the command so far. */
  steps: Steps
  onBytes: (count: number) => void
}

export interface UpgradeReport {
  from: string
  to: string
  schema: { before: SchemaState; after: SchemaState }
  backup: { file: string; bytes: number; signed: boolean; tables: number; rows: number; triedInMs: number }
  changes: ApplyReport['changes']
  steps: ApplyReport['steps']
}

export interface Installed {
  history: History
  /** What runs, and is gone back to. */
  current: KeptRelease
}

/** What is installed, as far as it can be upgraded to this bundle. Throws with exit class `preflight` where it cannot. */
export async function requireInstalled(place: LifePlace, { release }: OpenBundle): Promise<Installed> {
  const record = await place.readRecord()
  if (record === undefined)
    throw new AirgapError('preflight', `there is nothing to upgrade ${place.where}`, {
      hint: 'install it with ./airgap prepare backend and ./airgap apply backend',
    })
  const history = await place.readHistory()
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
  return { history, current }
}

/**
 * Brings the control plane to the release of a bundle that has been brought to where it can be started from. Before anything changes there is a way back: all that what runs is made of, and a backup
 * that was restored beside the database and found to hold the same. When the new release does not get ready or does not answer as it should, the old one is brought back, with the data as it is, since
 * migrations only widen the schema. Broken off at any point, the same command goes on. Throws with the exit class of what went wrong.
 */
export async function upgradeRelease(options: UpgradeOptions, installed: Installed): Promise<UpgradeReport> {
  const { place, bundle, host, say, steps } = options
  const { current, history } = installed
  const { version } = bundle.release
  await steps.run('way-back', 'looking for the way back', () => place.requireWayBack(current))
  const { before, backup } = await steps.run('tools', 'programs for the backup', () =>
    place.withTools({ scratch: true }, async (tools) => {
      const before = await steps.run('schema-before', 'schema', () => readSchema(tools.admin))
      requireUpgradable(before, current.version, version)
      const making = await makingOf(place.site)
      const { bytes, signed } = await steps.run('backup', `backup to ${options.backup}`, () =>
        takeBackup(tools, { ...making, version: current.version }, options.backup, options.onBytes),
      )
      const started = host.now()
      const { tables } = await steps.run(
        'backup-trial',
        'trying the backup: restored beside the database and compared',
        () => sendDump(tools.admin, options.backup, { ...options.keys, mayBeUnsigned: !signed }, 'scratch'),
      )
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      return {
        before,
        backup: { file: options.backup, bytes, signed, tables: tables.length, rows, triedInMs: host.now() - started },
      }
    }),
  )
  // From here on, whoever looks knows that what runs may be neither of the two.
  await steps.run('mark', `from ${current.version} to ${version}`, () =>
    place.writeHistory({ ...history, pending: version }),
  )
  let after: SchemaState = before
  try {
    const report = await place.apply({
      timeoutMs: options.timeoutMs,
      say,
      steps,
      beforeCommit: async () => {
        await steps.run('smoke-test', 'smoke test', () => place.smokeTest(version))
        after = await steps.run('schema-after', 'schema of the new release', () =>
          place.withTools({ scratch: false }, ({ admin }) => readSchema(admin)),
        )
        requireUpgraded(after, version)
      },
    })
    return {
      from: current.version,
      to: version,
      schema: { before, after },
      backup,
      changes: report.changes,
      steps: steps.done,
    }
  } catch (error) {
    // Somebody who wants to leave decides what comes next.
    if (host.signal.aborted) throw error
    throw await goBack(options, current, error)
  }
}

const WAY_BACK_MS = 600_000

/** Brings back what ran, and answers what to tell. */
async function goBack(options: UpgradeOptions, current: KeptRelease, error: unknown): Promise<AirgapError> {
  const { place, bundle, host, say } = options
  // However little the new release was given: this one has to come up.
  const timeoutMs = Math.max(options.timeoutMs, WAY_BACK_MS)
  const { version } = bundle.release
  const why = error instanceof AirgapError ? [error.message, ...error.details] : [(error as Error).message]
  say(`${version} is not good: going back to ${current.version}`)
  for (const line of why) say(`  ${line}`)
  const started = host.now()
  try {
    await place.bringBack(current, { timeoutMs, say })
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
