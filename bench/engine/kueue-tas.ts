import type { Delta, NodeUpsert, Quota, Resources } from '@fairlead/scheduler'
import type { RoundCase } from './measure-round.ts'
import { KUEUE_TAS } from './peers.ts'
import { cluster, job, node, NOW, pool, queue, running } from './world.ts'

const NODES = 1_000
const GROUPS = 8
const PODS = 200
const RESOURCES = 30
const NODE_CORES = 10
const NODE_GIB = 100
const GROUP = 'node-group'
const BLOCK = 'cloud.com/topology-block'

/**
 * Kueue's BenchmarkSchedulerTAS: 1,000 nodes with 30 resources in blocks of 31, full of gangs of 1 to 31 pods of ever higher priority; a gang of 200
 * pods of half a node each, more urgent than all, wants one of 8 groups of blocks. `isRequired`: instead of naming the group, it asks for all of its
 * pods in one group, whichever.
 */
export function kueueTas(isRequired: boolean): RoundCase {
  const change = isRequired ? { topology: { required: GROUP } } : { nodeSelector: { [GROUP]: 'group-1' } }
  return {
    name: `200-pod gang preempts on 1,000 nodes, ${isRequired ? 'topology required' : 'group given'}`,
    input: `${NODES} nodes of ${NODE_CORES} cores and ${NODE_GIB} GiB, ${RESOURCES} resources; gangs of 1 to 31 pods fill them; ${PODS} pods of half a node in one of ${GROUPS} groups; explained`,
    deltas: () => {
      const { nodes, gangs, count } = fullFleet()
      const requests = requestsOf(NODE_CORES / 2, NODE_GIB / 2)
      const gang = job('requested', 'tas-main', requests, { replicas: PODS, priority: count + 1, ...change })
      return [
        cluster('cluster'),
        pool({ topology: [GROUP, BLOCK] }),
        queue('tas-main', nominal()),
        ...nodes,
        ...gangs,
        gang,
      ]
    },
    policy: { preemptionsMaxPerRound: 10_000 },
    repeats: 21,
    ...(isRequired ? {} : { peers: KUEUE_TAS }),
  }
}

function requestsOf(cores: number, gib: number): Resources {
  const requests: Record<string, number> = { cpu: cores * 1_000, memory: gib * 1_024 }
  for (let r = 2; r < RESOURCES; r++) requests[`example.com/res-${r}`] = cores
  return requests
}

function nominal(): Record<string, Quota> {
  const quotas: Record<string, Quota> = {
    cpu: { deserved: 100_000_000, limit: null, weight: 1 },
    memory: { deserved: 1_024_000_000, limit: null, weight: 1 },
  }
  for (let r = 2; r < RESOURCES; r++) quotas[`example.com/res-${r}`] = { deserved: 100_000, limit: null, weight: 1 }
  return quotas
}

/** Gangs are packed first fit in order of the nodes, the n-th with n % 10 + 1 cores and n % 100 + 1 GiB a pod, until one does not fit. */
function fullFleet(): { nodes: NodeUpsert[]; gangs: Delta[]; count: number } {
  const side = Math.floor(Math.sqrt(NODES))
  const nodes = Array.from({ length: NODES }, (_, i) => {
    const block = Math.floor((i + 1) / side)
    const labels = { [BLOCK]: `b-${block}`, [GROUP]: `group-${(block % GROUPS) + 1}`, 'tas-node': 'true' }
    return node(i, requestsOf(NODE_CORES, NODE_GIB), { labels })
  })
  const free = nodes.map(() => ({ cores: NODE_CORES, gib: NODE_GIB }))
  const gangs: Delta[] = []
  for (let n = 1; ; n++) {
    const cores = (n % 10) + 1
    const gib = (n % 100) + 1
    const replicas = ((n * 10) % side) + 1
    const places = placesFor(free, cores, gib, replicas)
    if (places === undefined) return { nodes, gangs, count: n }
    for (const at of places) {
      free[at]!.cores -= cores
      free[at]!.gib -= gib
    }
    const id = `wl-${n}`
    const run = running(
      id,
      places.map((at) => nodes[at]!.id),
    )
    const change = { replicas, priority: n, submittedAt: NOW - 900_000 + n, run }
    gangs.push(job(id, 'tas-main', requestsOf(cores, gib), change))
  }
}

function placesFor(
  free: readonly { cores: number; gib: number }[],
  cores: number,
  gib: number,
  replicas: number,
): number[] | undefined {
  const places: number[] = []
  for (let at = 0; at < free.length && places.length < replicas; at++) {
    const fits = Math.min(Math.floor(free[at]!.cores / cores), Math.floor(free[at]!.gib / gib))
    for (let i = 0; i < fits && places.length < replicas; i++) places.push(at)
  }
  return places.length < replicas ? undefined : places
}
