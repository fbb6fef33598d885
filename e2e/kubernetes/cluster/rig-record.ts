import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ROOT } from '../../../tools/processes/child.ts'
import type { KubernetesRelease } from '../programs/catalog.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** Addresses of a cluster with real nodes: a bridge of its own, and 10.SECOND.0.0/16 for everything in it. */
export interface RigNetwork {
  bridge: string
  /** Second byte of all addresses. */
  second: number
}

export interface RealNodeRecord {
  name: string
  /** From 1; its pods live in 10.SECOND.INDEX.0/24. */
  index: number
  folder: string
}

/** What is known of a cluster on disk, so that any later program can find and end it. */
export interface RigRecord {
  name: string
  release: KubernetesRelease
  version: string
  url: string
  /** The program that the cluster ends with; absent for one that stays until it is taken down. */
  owner?: ProcessIdentity
  network?: RigNetwork
  /** False until it can be used. */
  isReady: boolean
  realNodes: RealNodeRecord[]
  processes: TrackedProcess[]
}

/** A program of a cluster, with what it takes to start it again. */
export interface TrackedProcess extends ProcessIdentity {
  name: string
  command: string
  args: readonly string[]
  env: Record<string, string>
}

/** Where clusters live; FAIRLEAD_RIG_HOME moves it. */
export function rigHome(): string {
  return resolve(process.env['FAIRLEAD_RIG_HOME'] ?? join(ROOT, '.fairlead/rig'))
}

const NAME = /^[a-z][a-z0-9-]{0,30}$/

/** Nodes are named after their cluster, so its name has to do for them. */
export function isClusterName(name: string): boolean {
  return NAME.test(name)
}

/** The folder of a cluster. Throws for what is no name for one. */
export function clusterFolder(name: string): string {
  if (!isClusterName(name))
    throw new Error(`${name} is no name for a cluster: use up to 31 small letters, digits and dashes`)
  return join(rigHome(), name)
}

export function readRecord(folder: string): RigRecord | undefined {
  const path = join(folder, 'cluster.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RigRecord) : undefined
}

/** Replaced in one step: a program that is killed here leaves a record that can be read. */
export function writeRecord(folder: string, record: RigRecord): void {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'cluster.json')
  writeFileSync(`${path}.part`, JSON.stringify(record, undefined, 2))
  renameSync(`${path}.part`, path)
}

/** Changes the record. Throws when the cluster is gone. */
export function updateRecord(folder: string, change: (record: RigRecord) => void): RigRecord {
  const record = readRecord(folder)
  if (!record) throw new Error(`there is no cluster in ${folder}`)
  change(record)
  writeRecord(folder, record)
  return record
}

/** All clusters that have left a record, by name. */
export function listRecords(): RigRecord[] {
  const home = rigHome()
  const names = existsSync(home) ? readdirSync(home).toSorted() : []
  return names.map((name) => readRecord(join(home, name))).filter((record) => record !== undefined)
}
