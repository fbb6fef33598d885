import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../../tools/processes/free-port.ts'
import { claimBridge } from '../node/bridge.ts'
import { KUBERNETES_VERSIONS, type KubernetesRelease } from '../programs/catalog.ts'
import { addresses } from './addresses.ts'
import { identify, isRunning } from './process-identity.ts'
import { ringProcess } from './ring.ts'
import { withRigLock } from './rig-lock.ts'
import { clusterFolder, readRecord, updateRecord, writeRecord, type RigRecord } from './rig-record.ts'
import { sweepClusters, takeDown } from './stop-cluster.ts'
import { startTracked } from './tracked-process.ts'

/** With whom a cluster ends: the program that starts it, the whole run of tests, or nobody. */
export type ClusterOwner = 'program' | 'ring' | 'nobody'

export interface Reservation {
  name: string
  release: KubernetesRelease
  belongsTo: ClusterOwner
  hasNetwork: boolean
}

/** Takes a name, a port and if need be a bridge for a new cluster. What ended programs have left behind on this machine is cleared away first. */
export async function reserveCluster(reservation: Reservation): Promise<RigRecord> {
  const { name, release, belongsTo } = reservation
  const folder = clusterFolder(name)
  return await withRigLock(async () => {
    await sweepClusters()
    await clearLeftovers(folder)
    writeRecord(folder, {
      name,
      release,
      version: KUBERNETES_VERSIONS[release],
      url: '',
      ...ownerOf(belongsTo),
      isReady: false,
      realNodes: [],
      processes: [],
    })
    if (belongsTo !== 'nobody') startKeeper(folder)
    const network = reservation.hasNetwork ? claimBridge(folder) : undefined
    const host = network === undefined ? '127.0.0.1' : addresses.host(network)
    const url = `https://${host}:${await freePort()}`
    return updateRecord(folder, (written) => {
      written.url = url
      if (network !== undefined) written.network = network
    })
  })
}

async function clearLeftovers(folder: string): Promise<void> {
  const record = readRecord(folder)
  if (record?.owner && isRunning(record.owner) && record.processes.some(isRunning))
    throw new Error(`the cluster ${record.name} is in use by process ${record.owner.pid}`)
  if (record?.isReady && record.processes.some(isRunning))
    throw new Error(`the cluster ${record.name} is up: take it down first with \`pnpm rig down --name ${record.name}\``)
  await takeDown(folder)
  rmSync(folder, { recursive: true, force: true })
}

function ownerOf(belongsTo: ClusterOwner): Pick<RigRecord, 'owner'> {
  if (belongsTo === 'nobody') return {}
  return { owner: belongsTo === 'ring' ? ringProcess() : identify(process.pid) }
}

function startKeeper(folder: string): void {
  const home = process.env['FAIRLEAD_RIG_HOME']
  startTracked(folder, {
    name: 'keeper',
    command: process.execPath,
    args: [join(import.meta.dirname, 'keeper.ts'), folder],
    env: home === undefined ? {} : { FAIRLEAD_RIG_HOME: home },
  })
}
