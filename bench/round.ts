import { cpus } from 'node:os'
import {
  applyDeltas,
  createState,
  DEFAULT_POLICY,
  planRound,
  type Delta,
  type NodeUpsert,
  type Plan,
  type Policy,
  type QueueUpsert,
  type SchedulerState,
  type WorkloadUpsert,
} from '../packages/scheduler/src/index.ts'

/**
 * Times whole rounds of the planner: from a state that is loaded to a plan that could be committed. Inputs are seeded. Run as
 * `node bench/round.ts [case]`; prints one JSON line for each case.
 */
const NOW = 1_790_000_000_000
const SEED = 20_261_121

interface Case {
  name: string
  inputs: string
  deltas: () => Delta[]
  policy?: Partial<Policy>
  /** Rounds whose plans are made true before the clock starts. */
  settleRounds?: number
  repeats: number
  peer?: { name: string; ms: number; source: string }
}

const ARMADA = 'Armada 207cc9e ScheduleMany: node choice and bind only, no queues'
const HERE = 'measured on a machine of this kind (2 cores), 2026-11-21'

const cases: Case[] = [
  {
    name: '32k jobs x 1,000 nodes',
    inputs: '32-core nodes in 4 zones; 1-core jobs, a quarter bound to a zone; 10 queues, 2 priorities; explained',
    deltas: () => [...fleet(1_000, 32, 0), ...queues(2, 5), ...coreJobs(32_000, 10)],
    repeats: 9,
    peer: { name: ARMADA, ms: 673, source: HERE },
  },
  {
    name: '10k jobs x 10k nodes nearly full',
    inputs:
      '1 of 32 cores free on each node; 1-core jobs, a quarter bound to a zone; 10 queues, 2 priorities; explained',
    deltas: () => [...fleet(10_000, 32, 0), ...queues(2, 5), ...occupants(10_000, 31), ...coreJobs(10_000, 10)],
    repeats: 9,
    peer: { name: ARMADA, ms: 517, source: HERE },
  },
  {
    name: '4,000 running + 4,000 pending on 500 nodes, preempting',
    inputs:
      '8-GPU nodes, full of one queue; another asks for its half with 4,000 1-GPU jobs; no cap on preemptions; explained',
    deltas: reclaim,
    policy: { preemptionsMaxPerRound: 10_000 },
    repeats: 9,
    peer: { name: 'KAI d5bc503 ReclaimManySingleGPUJobsFullCycle, 500 nodes', ms: 179_500, source: HERE },
  },
  {
    name: '100k queued x 10k nodes x 100 projects',
    inputs: '8-GPU nodes; 0 to 8 GPUs a job, 3 % gangs of 4, 7 priorities, 10 departments of 10; not explained',
    deltas: crowd,
    policy: { placementsMaxPerRound: 1_000_000, explain: false },
    repeats: 5,
  },
  {
    name: '100k queued x 10k nodes x 100 projects, explained',
    inputs: 'the same, explained',
    deltas: crowd,
    policy: { placementsMaxPerRound: 1_000_000 },
    repeats: 5,
  },
  {
    name: '40k running + 60k queued x 10k nodes x 100 projects, explained',
    inputs: 'the same after its plans were made true: everything is full and fair, so nothing is left to decide',
    deltas: crowd,
    policy: { placementsMaxPerRound: 1_000_000 },
    settleRounds: 5,
    repeats: 5,
  },
]

const wanted = process.argv[2]
for (const one of cases) if (wanted === undefined || one.name.includes(wanted)) report(one)

function report(one: Case): void {
  const state = createState()
  applyDeltas(state, one.deltas())
  const policy: Policy = { ...DEFAULT_POLICY, placementsMaxPerRound: 100_000, ...one.policy }
  for (let round = 0; round < (one.settleRounds ?? 0); round++) makeTrue(state, timed(state, policy).plan)
  let plan = timed(state, policy).plan
  const times: number[] = []
  for (let repeat = 0; repeat < one.repeats; repeat++) {
    const round = timed(state, policy)
    times.push(round.ms)
    plan = round.plan
  }
  times.sort((a, b) => a - b)
  const median = times[times.length >> 1]!
  const decided = plan.assignments.length + plan.preemptions.length
  console.log(
    JSON.stringify({
      bench: 'round',
      case: one.name,
      ms: rounded(median),
      min: rounded(times[0]!),
      max: rounded(times[times.length - 1]!),
      ...(decided === 0 ? {} : { perPlacementUs: rounded((median * 1_000) / decided) }),
      placed: plan.assignments.length,
      preempted: plan.preemptions.length,
      waiting: plan.counts.waiting,
      explained: plan.counts.classesExplained,
      repeats: one.repeats,
      inputs: `${one.inputs}; seed ${SEED}`,
      node: process.version,
      cpu: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
      ...(one.peer === undefined ? {} : { peer: one.peer }),
    }),
  )
}

/** Assigned work runs, and what was preempted is gone. */
function makeTrue(state: SchedulerState, plan: Plan): void {
  const deltas: Delta[] = []
  for (const { workloadId, clusterId, nodeIds } of plan.assignments) {
    const run = { id: `run-${workloadId}`, clusterId, nodeIds, startedAt: NOW, stopping: false }
    deltas.push({ kind: 'run', workloadId, run })
  }
  for (const { workloadId } of plan.preemptions) deltas.push({ kind: 'run', workloadId, run: undefined })
  for (const { workloadId, clusterId, nodeIds } of plan.nominations) {
    deltas.push({ kind: 'nomination', workloadId, nomination: { clusterId, nodeIds } })
  }
  applyDeltas(state, deltas)
}

function timed(state: SchedulerState, policy: Policy): { ms: number; plan: Plan } {
  const from = performance.now()
  const plan = planRound(state, policy, { now: NOW, random: () => 0 })
  return { ms: performance.now() - from, plan }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

/** Marsaglia's xorshift; uniform in [0, 1). */
function seeded(): () => number {
  let state = SEED
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

function fleet(count: number, cores: number, gpus: number): Delta[] {
  const nodes = Array.from({ length: count }, (_, i): NodeUpsert => {
    return {
      kind: 'node',
      id: `node-${String(i).padStart(5, '0')}`,
      name: `node-${i}`,
      clusterId: 'cluster',
      poolId: 'pool',
      allocatable: { cpu: cores * 1_000, memory: cores * 8_192, ...(gpus > 0 ? { gpu: gpus * 1_000 } : {}) },
      labels: { 'kubernetes.io/hostname': `node-${i}`, zone: `zone-${i % 4}` },
      taints: [],
      schedulable: true,
    }
  })
  return [
    { kind: 'cluster', id: 'cluster', name: 'cluster', connected: true, paused: false, labels: {} },
    { kind: 'pool', id: 'pool', name: 'pool', strategy: 'binpack', minRuntimeMs: 0 },
    ...nodes,
  ]
}

function queues(departments: number, projects: number, deservedGpus = 0): QueueUpsert[] {
  const made: QueueUpsert[] = []
  const quotaOf = (gpus: number) => ({
    pool: { rank: 0, quotas: { gpu: { deserved: gpus * 1_000, limit: null, weight: 1 } } },
  })
  for (let d = 0; d < departments; d++) {
    const id = `department-${d}`
    made.push({ kind: 'queue', id, name: id, createdAt: d, pools: quotaOf(deservedGpus * projects) })
    for (let p = 0; p < projects; p++) {
      const project = `project-${d * projects + p}`
      made.push({ kind: 'queue', id: project, parentId: id, name: project, createdAt: p, pools: quotaOf(deservedGpus) })
    }
  }
  return made
}

function job(
  id: string,
  queueId: string,
  requests: Record<string, number>,
  change: Partial<WorkloadUpsert>,
): WorkloadUpsert {
  const { replicas = 1, priority = 40, nodeSelector = {} } = change
  return {
    kind: 'workload',
    id,
    queueId,
    poolId: 'pool',
    classKey: `${queueId} ${JSON.stringify(requests)} ${replicas} ${priority} ${JSON.stringify(nodeSelector)}`,
    submittedAt: NOW - 1_000_000,
    priority,
    preemptible: true,
    replicas,
    requests,
    clusterIds: [],
    nodeSelector,
    tolerations: [],
    avoid: [],
    ...change,
  }
}

function coreJobs(count: number, projects: number): WorkloadUpsert[] {
  const random = seeded()
  return Array.from({ length: count }, (_, i) => {
    const zone = random() < 0.25 ? { zone: `zone-${Math.floor(random() * 4)}` } : {}
    return job(
      `job-${i}`,
      `project-${Math.floor(random() * projects)}`,
      { cpu: 1_000, memory: 4_096 },
      {
        submittedAt: NOW - count + i,
        priority: random() < 0.5 ? 40 : 80,
        nodeSelector: zone,
      },
    )
  })
}

function occupants(count: number, cores: number): WorkloadUpsert[] {
  return Array.from({ length: count }, (_, i) =>
    job(
      `occupant-${i}`,
      `project-${i % 10}`,
      { cpu: cores * 1_000, memory: 4_096 },
      {
        run: running(`occupant-${i}`, `node-${String(i).padStart(5, '0')}`),
      },
    ),
  )
}

function running(id: string, nodeId: string): NonNullable<WorkloadUpsert['run']> {
  return { id: `run-${id}`, clusterId: 'cluster', nodeIds: [nodeId], startedAt: NOW - 500_000, stopping: false }
}

function reclaim(): Delta[] {
  const made: Delta[] = [...fleet(500, 64, 8), ...queues(1, 2, 2_000)]
  for (let i = 0; i < 4_000; i++) {
    const node = `node-${String(i >> 3).padStart(5, '0')}`
    made.push(
      job(
        `old-${i}`,
        'project-0',
        { cpu: 4_000, gpu: 1_000 },
        { submittedAt: NOW - 900_000 + i, run: running(`old-${i}`, node) },
      ),
    )
    made.push(job(`new-${i}`, 'project-1', { cpu: 4_000, gpu: 1_000 }, { submittedAt: NOW - 10_000 + i }))
  }
  return made
}

function crowd(): Delta[] {
  const random = seeded()
  const made: Delta[] = [...fleet(10_000, 64, 8), ...queues(10, 10, 600)]
  const priorities = [25, 40, 65, 80, 90]
  for (let i = 0; i < 100_000; i++) {
    const gpus = [0, 1, 1, 1, 2, 4, 8][Math.floor(random() * 7)]!
    const requests =
      gpus === 0 ? { cpu: 4_000, memory: 16_384 } : { cpu: gpus * 6_000, memory: gpus * 32_768, gpu: gpus * 1_000 }
    made.push(
      job(`job-${i}`, `project-${Math.floor(random() * 100)}`, requests, {
        submittedAt: NOW - 100_000 + i,
        priority: priorities[Math.floor(random() * priorities.length)]!,
        replicas: random() < 0.03 ? 4 : 1,
      }),
    )
  }
  return made
}
