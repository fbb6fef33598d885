import type { Delta } from '@fairlead/scheduler'
import type { RoundCase } from './measure-round.ts'
import { KAI_RECLAIM } from './peers.ts'
import { fleet, job, nodeId, NOW, queue, queues, running } from './world.ts'

const REQUESTS = { cpu: 4_000, gpu: 1_000 }

/** KAI's cycle of reclaim: every GPU is taken by a queue that deserves nothing, and the queue that deserves all of it asks for all. */
export function kaiReclaim(nodes: number): RoundCase {
  return {
    name: `reclaim of everything on ${nodes} nodes`,
    input: `${nodes} 8-GPU nodes with ${nodes * 8} 1-GPU jobs of a queue that deserves none; ${nodes * 8} wait in the queue that deserves all; no cap on preemptions; explained`,
    deltas: () => [...fleet(nodes, 64, 8), ...kaiQueues(nodes * 8), ...oldAndNew(nodes, (i) => i % nodes)],
    policy: { preemptionsMaxPerRound: nodes * 8 },
    repeats: 9,
    peers: KAI_RECLAIM[nodes] ?? [],
  }
}

/** The same load between two queues that deserve half each. */
export function halfReclaim(nodes: number): RoundCase {
  return {
    name: `reclaim of half on ${nodes} nodes`,
    input: `${nodes} 8-GPU nodes with ${nodes * 8} 1-GPU jobs of one queue; ${nodes * 8} wait in another, and each deserves half; no cap on preemptions; explained`,
    deltas: () => [...fleet(nodes, 64, 8), ...queues(1, 2, nodes * 4), ...oldAndNew(nodes, (i) => i >> 3)],
    policy: { preemptionsMaxPerRound: nodes * 8 },
    repeats: 9,
  }
}

function kaiQueues(gpus: number): Delta[] {
  const quota = (deserved: number) => ({ gpu: { deserved: deserved * 1_000, limit: null, weight: 0 } })
  return [
    queue('department', quota(gpus)),
    queue('project-0', quota(0), { parentId: 'department' }),
    queue('project-1', quota(gpus), { parentId: 'department', createdAt: 1 }),
  ]
}

function oldAndNew(nodes: number, nodeOf: (i: number) => number): Delta[] {
  const made: Delta[] = []
  for (let i = 0; i < nodes * 8; i++) {
    const old = `old-${i}`
    const run = running(old, [nodeId(nodeOf(i))])
    made.push(job(old, 'project-0', REQUESTS, { submittedAt: NOW - 900_000 + i, run }))
    made.push(job(`new-${i}`, 'project-1', REQUESTS, { submittedAt: NOW - 10_000 + i }))
  }
  return made
}
