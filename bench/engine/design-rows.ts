import type { Delta, WorkloadUpsert } from '@fairlead/scheduler'
import { kaiReclaim } from './kai-reclaim.ts'
import type { RoundCase } from './measure-round.ts'
import { ARMADA_SCHEDULE_MANY } from './peers.ts'
import { seeded } from './seeded.ts'
import { fleet, job, nodeId, NOW, queues, running } from './world.ts'

const everything = { placementsMaxPerRound: 1_000_000 }
const CROWD = '8-GPU nodes; 0 to 8 GPUs a job, 3 % gangs of 4, 5 priorities, 10 departments of 10'

/** The rows of the design's budget that are rounds: placing, preempting, and a crowd. */
export const designRows: readonly RoundCase[] = [
  {
    name: '32k jobs x 1,000 nodes',
    input: '32-core nodes in 4 zones; 1-core jobs, a quarter bound to a zone; 10 queues, 2 priorities; explained',
    deltas: () => [...fleet(1_000, 32, 0), ...queues(2, 5), ...coreJobs(32_000, 10)],
    repeats: 9,
    peers: ARMADA_SCHEDULE_MANY['32000 x 1000']!,
  },
  {
    name: '10k jobs x 10k nodes nearly full',
    input:
      '1 of 32 cores free on each node; 1-core jobs, a quarter bound to a zone; 10 queues, 2 priorities; explained',
    deltas: () => [...fleet(10_000, 32, 0), ...queues(2, 5), ...occupants(10_000, 31), ...coreJobs(10_000, 10)],
    repeats: 9,
    peers: ARMADA_SCHEDULE_MANY['10000 x 10000']!,
  },
  { ...kaiReclaim(500), name: '4,000 running + 4,000 pending on 500 nodes, preempting' },
  {
    name: '100k queued x 10k nodes x 100 projects',
    input: `${CROWD}; not explained`,
    deltas: () => crowd(10_000, 100_000),
    policy: { ...everything, explain: false },
    repeats: 5,
  },
  {
    name: '100k queued x 10k nodes x 100 projects, explained',
    input: 'the same, explained',
    deltas: () => crowd(10_000, 100_000),
    policy: everything,
    repeats: 5,
  },
  {
    name: '40k running + 60k queued x 10k nodes x 100 projects, explained',
    input: 'the same after its plans were made true: everything is full and fair, so nothing is left to decide',
    deltas: () => crowd(10_000, 100_000),
    policy: everything,
    settleRounds: 5,
    repeats: 5,
  },
]

function coreJobs(count: number, projects: number): WorkloadUpsert[] {
  const random = seeded()
  return Array.from({ length: count }, (_, i) => {
    const nodeSelector: Record<string, string> = random() < 0.25 ? { zone: `zone-${Math.floor(random() * 4)}` } : {}
    const queueId = `project-${Math.floor(random() * projects)}`
    const priority = random() < 0.5 ? 40 : 80
    const change = { submittedAt: NOW - count + i, priority, nodeSelector }
    return job(`job-${i}`, queueId, { cpu: 1_000, memory: 4_096 }, change)
  })
}

function occupants(count: number, cores: number): WorkloadUpsert[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `occupant-${i}`
    return job(id, `project-${i % 10}`, { cpu: cores * 1_000, memory: 4_096 }, { run: running(id, [nodeId(i)]) })
  })
}

function crowd(nodes: number, jobs: number): Delta[] {
  const random = seeded()
  const made: Delta[] = [...fleet(nodes, 64, 8), ...queues(10, 10, 600)]
  const priorities = [25, 40, 65, 80, 90]
  for (let i = 0; i < jobs; i++) {
    const gpus = [0, 1, 1, 1, 2, 4, 8][Math.floor(random() * 7)]!
    const requests =
      gpus === 0 ? { cpu: 4_000, memory: 16_384 } : { cpu: gpus * 6_000, memory: gpus * 32_768, gpu: gpus * 1_000 }
    const queueId = `project-${Math.floor(random() * 100)}`
    const priority = priorities[Math.floor(random() * priorities.length)]!
    const change = { submittedAt: NOW - jobs + i, priority, replicas: random() < 0.03 ? 4 : 1 }
    made.push(job(`job-${i}`, queueId, requests, change))
  }
  return made
}
