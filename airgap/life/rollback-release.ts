import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { applyObject } from '../install/apply-objects.ts'
import { awaitReady } from '../install/await-ready.ts'
import { readRecord, writeRecord } from '../install/install-record.ts'
import { installRelease } from '../install/install-release.ts'
import type { Kube } from '../install/kube.ts'
import { nameOf } from '../install/kube-object.ts'
import { readHistory, writeHistory, type ClusterRelease } from './cluster-history.ts'
import { backTo } from './history.ts'
import type { PlaceWait } from './life-place.ts'
import { smokeTest } from './smoke-test.ts'

export interface RollbackOptions extends PlaceWait {
  kube: Kube
  namespace: string
  bundle: OpenBundle
  host: Host
  target: ClusterRelease
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
  const record = await readRecord(kube, namespace)
  await writeRecord(kube, 'backend', namespace, target, record?.linkAt ?? '')
  // Last: a run that was killed before leads to the same release when it is run again.
  await writeHistory(kube, namespace, backTo(await readHistory(kube, namespace), target.counter))
}
