import { ConflictError, type Client } from '@fairlead/sdk'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UsageError } from '../lib/usage-error.ts'
import { fleetSetting, SIMULATED_LABEL, type Fleet } from './fleet.ts'
import type { QueueShare } from './share-quota.ts'
import { startSimulatedAgent, type SimulatedAgent } from './simulated-agent.ts'

export const DEPARTMENT = 'replay'
/** One pool for all replays: a pool that work was submitted to cannot be deleted. */
export const POOL = 'replay'
const READY_WITHIN_MS = 60_000

/** Makes what is not there yet: the department, its quota, and a project for each queue. Answers the projects by queue. */
export async function setUpQueues(
  client: Client,
  options: { prefix: string; pool: string; shares: readonly QueueShare[]; gpus: number },
): Promise<Map<string, string>> {
  const { prefix, pool, shares, gpus } = options
  await unlessThere(() => client.departments.create({ name: DEPARTMENT }))
  await client.quotas.set({ department: DEPARTMENT, nodePool: pool, gpu: { deserved: gpus, limit: 'unlimited' } })
  const names = projectNames(
    prefix,
    shares.map(({ queue }) => queue),
  )
  for (const { queue, deserved } of shares) {
    const name = names.get(queue) ?? queue
    await unlessThere(() => client.projects.create({ name, department: DEPARTMENT, description: `replay of ${queue}` }))
    if ((await client.projects.get(name)).archivedAt !== null) {
      throw new UsageError(`the project ${name} is archived, and takes no work`, {
        hint: 'give another --project-prefix',
      })
    }
    const gpu = { deserved, limit: 'unlimited' as const, weight: Math.max(1, deserved) }
    await client.quotas.set({ project: name, nodePool: pool, gpu })
  }
  return names
}

/** Queue names as project names, each only once. */
export function projectNames(prefix: string, queues: readonly string[]): Map<string, string> {
  const taken = new Set<string>()
  return new Map(
    queues.map((queue) => {
      const plain = `${prefix}-${queue}`
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-+|-+$/g, '')
      const base = plain.slice(0, 58).replace(/-+$/, '')
      let name = base
      for (let n = 2; taken.has(name); n += 1) name = `${base}-${n}`
      taken.add(name)
      return [queue, name]
    }),
  )
}

/** The pool of simulated machines. */
export async function setUpPool(client: Client): Promise<string> {
  await unlessThere(() => client.nodePools.create({ name: POOL, selector: { [SIMULATED_LABEL]: 'true' } }))
  return POOL
}

export interface SimulatedClusters {
  names: string[]
  agents: SimulatedAgent[]
  /** Where the agents keep their state and their logs. */
  folder: string
}

/** Adds clusters and starts an agent for each. `made` grows as they come into being, so that what was begun can be tidied up. */
export async function startClusters(
  client: Client,
  options: {
    replayId: string
    fleet: Fleet
    made: SimulatedClusters
    signal: AbortSignal
    note: (text: string) => void
  },
): Promise<void> {
  const { replayId, fleet, made, signal, note } = options
  let isReady = false
  const onLost = ({ cluster: name, ended, logFile }: SimulatedAgent) => {
    if (isReady) note(`-- the agent of ${name} is gone (${ended()}); its log is ${logFile}`)
  }
  for (const [index, nodes] of fleet.entries()) {
    const cluster = `replay-${replayId}-${index + 1}`
    const { join: token } = await client.clusters.create({ name: cluster, labels: { [SIMULATED_LABEL]: 'true' } })
    made.names.push(cluster)
    const setting = fleetSetting(nodes, replayId)
    made.agents.push(
      startSimulatedAgent({
        cluster,
        url: client.url,
        joinToken: token.token,
        fleet: setting,
        folder: made.folder,
        onLost,
      }),
    )
  }
  await untilReady(client, fleet, made, signal)
  isReady = true
}

/** A new folder for the state of agents. */
export function newFolder(replayId: string): string {
  return mkdtempSync(join(tmpdir(), `fairlead-replay-${replayId}-`))
}

async function untilReady(client: Client, fleet: Fleet, made: SimulatedClusters, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS
  for (;;) {
    const dead = made.agents.find((agent) => agent.ended() !== undefined)
    if (dead) {
      throw new UsageError(`the agent of ${dead.cluster} ended at once: ${dead.ended()}`, {
        where: dead.logFile,
        hint: 'its log says why',
      })
    }
    const clusters = (await client.clusters.list()).filter(({ name }) => made.names.includes(name))
    const isReady = made.names.every((name, index) => {
      const cluster = clusters.find((one) => one.name === name)
      return cluster?.connected === true && cluster.nodes.ready >= (fleet[index]?.length ?? 0)
    })
    if (isReady) return
    if (performance.now() > deadline) {
      throw new UsageError(`the simulated clusters did not come up within ${READY_WITHIN_MS / 1000} s`, {
        where: made.folder,
        hint: 'the logs of the agents are there',
      })
    }
    await sleep(200, undefined, { signal })
  }
}

async function unlessThere(make: () => Promise<unknown>): Promise<void> {
  try {
    await make()
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
  }
}
