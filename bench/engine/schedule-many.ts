import type { Delta, WorkloadUpsert } from '@fairlead/scheduler'
import type { RoundCase } from './measure-round.ts'
import { ARMADA_SCHEDULE_MANY } from './peers.ts'
import { cluster, fleet, job, node, nodeId, NOW, pool, queues, running } from './world.ts'

/** Armada's ScheduleMany: jobs of one core and 4 GiB onto 32-core nodes, one queue, no explanations. Ours carries fairness and the plan's standings all the same. */
export function scheduleMany(jobs: number, nodes: number): RoundCase {
  return {
    name: `ScheduleMany ${jobs} x ${nodes}`,
    input: `${jobs} jobs of 1 core and 4 GiB, ${nodes} nodes of 32 cores, one queue; not explained`,
    deltas: () => [...fleet(nodes, 32, 0), ...queues(1, 1), ...smallJobs(jobs)],
    policy: { explain: false },
    repeats: 9,
    peers: ARMADA_SCHEDULE_MANY[`${jobs} x ${nodes}`] ?? [],
  }
}

/** Its shapes: as many jobs as there are cores, twice as many, one free core a node, and one GPU among a thousand nodes. */
export function scheduleManyShapes(): RoundCase[] {
  return [scheduleMany(32_000, 1_000), scheduleMany(64_000, 1_000), nearlyFull(10_000), resourceConstrained()]
}

function nearlyFull(nodes: number): RoundCase {
  return {
    ...scheduleMany(nodes, nodes),
    name: `ScheduleMany ${nodes} x ${nodes}, 1 core free on each`,
    input: `${nodes} jobs of 1 core and 4 GiB, ${nodes} nodes with 31 of 32 cores taken, one queue; not explained`,
    deltas: () => [...fleet(nodes, 32, 0), ...queues(1, 1), ...occupants(nodes), ...smallJobs(nodes)],
  }
}

function resourceConstrained(): RoundCase {
  return {
    name: 'ScheduleMany, one GPU job, one GPU node among 1,000',
    input:
      '500 nodes of 32 cores, one with 8 GPUs, 499 of 32 cores; one job of one GPU; not explained. Ours lays out the pool anew, its is the one choice',
    deltas: () => [
      cluster('cluster'),
      pool(),
      ...Array.from({ length: 1_000 }, (_, i) =>
        node(i, i === 500 ? { cpu: 64_000, memory: 1_048_576, gpu: 8_000 } : { cpu: 32_000, memory: 262_144 }),
      ),
      ...queues(1, 1),
      job('gpu-job', 'project-0', { cpu: 8_000, memory: 131_072, gpu: 1_000 }),
    ],
    policy: { explain: false },
    repeats: 51,
    peers: ARMADA_SCHEDULE_MANY['1 x 1000']!,
  }
}

function smallJobs(count: number): WorkloadUpsert[] {
  return Array.from({ length: count }, (_, i) =>
    job(`job-${i}`, 'project-0', { cpu: 1_000, memory: 4_096 }, { submittedAt: NOW - count + i }),
  )
}

function occupants(count: number): Delta[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `occupant-${i}`
    return job(id, 'project-0', { cpu: 31_000, memory: 4_096 }, { run: running(id, [nodeId(i)]) })
  })
}
