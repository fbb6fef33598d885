import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { applyObject } from '../install/apply-objects.ts'
import { awaitReady } from '../install/await-ready.ts'
import { readRecord, writeRecord } from '../install/install-record.ts'
import { installRelease } from '../install/install-release.ts'
import type { Kube } from '../install/kube.ts'
import { nameOf } from '../install/kube-object.ts'
import { requireInRegistry } from '../install/require-in-registry.ts'
import type { Site } from '../site/site.ts'
import { readHistory, writeHistory, type History, type HistoryEntry } from './history.ts'
import { smokeTest } from './smoke-test.ts'

export interface RollbackOptions {
  kube: Kube
  site: Site
  namespace: string
  bundle: OpenBundle
  host: Host
  target: HistoryEntry
  timeoutMs: number
  say: (line: string) => void
}

/** Where a way back leads: to what was last found good when an upgrade was broken off, and else to what ran before it. Throws with exit class `cluster` where there is none. */
export function wayBack({ entries, pending }: History): HistoryEntry {
  const [newest, before] = entries
  const target = pending === undefined ? before : newest
  if (target === undefined)
    throw new AirgapError('cluster', 'there is nothing to go back to: no other release has run here', {
      hint: 'the last three releases that were found good are kept from the first ./airgap apply on',
    })
  return target
}

/** The release that a backup was made of, so that code and data belong together. Throws with exit class `cluster` for one that is not kept. */
export function releaseOf({ entries }: History, version: string): HistoryEntry {
  const target = entries.find((each) => each.version === version)
  if (target === undefined)
    throw new AirgapError(
      'cluster',
      `the backup is of ${version}, which is not among the releases that are kept here`,
      {
        details: entries.map((each) => `${each.version} of ${each.at}`),
        hint: 'restore it into an empty database with the bundle of that release: ./airgap restore',
      },
    )
  return target
}

/** Throws with exit class `registry` when the images of a release are no longer where they were. */
export async function requireWayBack(site: Site, { version, images }: HistoryEntry): Promise<void> {
  await requireInRegistry(
    site,
    images,
    `without it there is no way back to ${version}: push the images of that release again with its own bundle, ./airgap --allow-older prepare backend`,
  )
}

/**
 * Brings back a release that has run here: its objects, its chart with its values, its images by the same digests. Replicas are exchanged one by one, so sessions and agents go on. No
 * migration runs and no data is touched. Throws with exit class `cluster`, with what was running left running.
 */
export async function rollbackRelease(options: RollbackOptions): Promise<void> {
  const { kube, namespace, bundle, host, target, timeoutMs, say } = options
  const { chart } = target
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-chart-'))
  try {
    for (const object of target.objects)
      if ((await applyObject(kube, object)) !== 'as it was') say(`  ${nameOf(object)}: as in ${target.version}`)
    const chartFile = join(folder, 'chart.tgz')
    writeFileSync(chartFile, Buffer.from(target.archive, 'base64'))
    const { values } = target
    await installRelease({
      bundle,
      kube,
      env: host.env,
      signal: host.signal,
      chart,
      name: chart.name,
      namespace,
      values,
      chartFile,
      hooks: false,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  await awaitReady({
    kube,
    namespace,
    kind: 'Deployment',
    name: chart.name,
    timeoutMs,
    now: host.now,
    onChange: (line) => say(`  ${line}`),
    signal: host.signal,
  })
  await smokeTest(kube, namespace, target.version, host.signal)
  const { entries } = await readHistory(kube, namespace)
  const at = entries.findIndex(({ counter }) => counter === target.counter)
  await writeHistory(kube, namespace, { entries: entries.slice(Math.max(0, at)) })
  const record = await readRecord(kube, namespace)
  await writeRecord(kube, 'backend', namespace, target, record?.linkAt ?? '')
}
