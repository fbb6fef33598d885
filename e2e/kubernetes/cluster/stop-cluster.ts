import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { releaseBridge } from '../node/bridge.ts'
import { removeCgroups } from '../node/cgroups.ts'
import { isRunning, killAll } from './process-identity.ts'
import { withRigLock } from './rig-lock.ts'
import { clusterFolder, listRecords, readRecord, writeRecord } from './rig-record.ts'

export interface StopOptions {
  /** For whoever wants to know why it did not start; the next start removes them. */
  keepLogs?: boolean
}

/**
 * Takes a cluster down, whoever started it. A real node lives in namespaces of its own, whose first process ends all others and takes mounts and links along.
 */
export async function stopCluster(folder: string, options: StopOptions = {}): Promise<void> {
  await withRigLock(() => takeDown(folder, options))
}

/** Takes down what belongs to programs that have ended. Call it under the lock. Answers the names. */
export async function sweepClusters(): Promise<string[]> {
  const names = listRecords()
    .filter(({ owner }) => owner !== undefined && !isRunning(owner))
    .map((record) => record.name)
  for (const name of names) await takeDown(clusterFolder(name))
  return names
}

/** As {@link stopCluster}, for callers that hold the lock. */
export async function takeDown(folder: string, options: StopOptions = {}): Promise<void> {
  const record = readRecord(folder)
  if (!record) return
  await killAll(record.processes.filter(({ pid }) => pid !== process.pid).toReversed())
  await removeCgroups(record.name)
  if (record.network !== undefined) {
    releaseBridge(record.network)
    removeMountPoint(record.name)
  }
  if (options.keepLogs) writeRecord(folder, { ...withoutNetwork(record), isReady: false, processes: [], realNodes: [] })
  else rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

function withoutNetwork<T extends { network?: unknown }>(record: T): Omit<T, 'network'> {
  const { network: _, ...rest } = record
  return rest
}

/** A kubelet insists on this folder; its nodes see their own in its place. While another cluster has nodes, it has to stay. */
function removeMountPoint(name: string): void {
  const isNeeded = listRecords().some((other) => other.name !== name && other.network !== undefined)
  const folder = '/var/lib/kubelet'
  if (!isNeeded && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
}
