import type { Delta, Quota } from '@fairlead/scheduler'
import type { RoundCase } from './measure-round.ts'
import { YUNIKORN_SCHEDULING } from './peers.ts'
import { cluster, job, node, NOW, pool, queue } from './world.ts'

const PODS = 10_000
export const YUNIKORN_NODES: readonly number[] = [500, 1_000, 2_000, 5_000]

/** YuniKorn's BenchmarkScheduling: 10,000 pods of two queues with guarantees, on nodes that hold one pod more than their even part. */
export function yunikorn(nodes: number): RoundCase {
  const perNode = Math.floor(PODS / nodes) + 1
  return {
    name: `10,000 pods, 2 queues, ${nodes} nodes`,
    input: `pods of 1 core and 10 MiB, nodes of ${perNode} cores and ${perNode * 10} MiB, queues guaranteed 10,000 cores each; explained`,
    deltas: () => [
      cluster('cluster'),
      pool(),
      ...Array.from({ length: nodes }, (_, i) => node(i, { cpu: perNode * 1_000, memory: perNode * 10 })),
      queue('a', guaranteed(100_000)),
      queue('b', guaranteed(1_000_000)),
      ...pods(),
    ],
    repeats: 9,
    peers: YUNIKORN_SCHEDULING[nodes] ?? [],
  }
}

function guaranteed(memory: number): Record<string, Quota> {
  return {
    cpu: { deserved: 10_000_000, limit: null, weight: 1 },
    memory: { deserved: memory, limit: null, weight: 1 },
  }
}

function pods(): Delta[] {
  return Array.from({ length: PODS }, (_, i) =>
    job(`pod-${i}`, i < PODS / 2 ? 'a' : 'b', { cpu: 1_000, memory: 10 }, { submittedAt: NOW - PODS + i }),
  )
}
