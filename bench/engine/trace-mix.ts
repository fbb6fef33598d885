import type { Delta, NodeUpsert, QueueUpsert, WorkloadUpsert } from '@fairlead/scheduler'
import { drawer } from './draw.ts'
import type { RoundCase } from './measure-round.ts'
import { JOB_SHAPES, NODE_SHAPES, type JobShape } from './openb-mix.ts'
import { seeded } from './seeded.ts'
import { cluster, node, NOW, pool, POOL, queue } from './world.ts'

export interface MixSize {
  jobs: number
  nodes: number
  queues: number
}

const CLUSTERS = 5
const PRIORITIES = [40, 65, 90]
/** One job in ten of one whole GPU asks for one of these. */
const MODELS = ['T4', 'P100', 'V100M16']
const MODEL_LABEL = 'gpu.model'

/** Jobs and nodes drawn from two traces: the fleet of openb, jobs of openb and Philly, queues in departments of ten that deserve 60 % of the GPUs. */
export function traceMix(size: MixSize, isExplained: boolean): RoundCase {
  const { jobs, nodes, queues } = size
  return {
    name: `${jobs} queued x ${nodes} nodes x ${queues} queues${isExplained ? ', explained' : ''}`,
    input: 'nodes as in openb, jobs as in openb (a third of them parts of GPUs) and Philly, 5 clusters, 3 priorities',
    deltas: () => {
      const random = seeded()
      const fleet = fleetOf(nodes, random)
      return [
        ...clusters(),
        ...fleet,
        ...queuesOf(queues, deservedOf(gpusOf(fleet), queues), false),
        ...jobsOf(jobs, queues, random),
      ]
    },
    policy: { placementsMaxPerRound: 10_000_000, explain: isExplained },
    repeats: jobs >= 1_000_000 ? 3 : 5,
  }
}

/**
 * The same after its plan was made true and the quotas were turned round: every other project deserves nothing and has no part in the surplus any
 * more, and its neighbours deserve twice as much. So they reclaim, with and for work of every shape.
 */
export function turnedMix(size: MixSize): RoundCase {
  const gpus = () => gpusOf(fleetOf(size.nodes, seeded()))
  return {
    ...traceMix(size, false),
    name: `${size.jobs} jobs x ${size.nodes} nodes x ${size.queues} queues, quotas turned round`,
    policy: { placementsMaxPerRound: 10_000_000, preemptionsMaxPerRound: 10_000_000, explain: false },
    settleRounds: 1,
    news: () => queuesOf(size.queues, deservedOf(gpus(), size.queues), true),
    repeats: size.jobs > 100_000 ? 1 : 3,
  }
}

function gpusOf(fleet: readonly NodeUpsert[]): number {
  return fleet.reduce((sum, { allocatable }) => sum + (allocatable['gpu'] ?? 0), 0)
}

function deservedOf(gpus: number, queues: number): number {
  return Math.floor((gpus * 0.6) / queues)
}

function clusters(): Delta[] {
  return [pool(), ...Array.from({ length: CLUSTERS }, (_, c) => cluster(`cluster-${c}`))]
}

function fleetOf(count: number, random: () => number): NodeUpsert[] {
  const draw = drawer(
    NODE_SHAPES.map(({ weight }) => weight),
    random,
  )
  return Array.from({ length: count }, (_, i) => {
    const { cpu, memory, gpus, model } = NODE_SHAPES[draw()]!
    const allocatable = { cpu, memory, ...(gpus > 0 ? { gpu: gpus * 1_000 } : {}) }
    const labels = { 'kubernetes.io/hostname': `node-${i}`, ...(gpus > 0 ? { [MODEL_LABEL]: model } : {}) }
    return node(i, allocatable, { clusterId: `cluster-${i % CLUSTERS}`, labels })
  })
}

function queuesOf(count: number, deserved: number, isTurned: boolean): QueueUpsert[] {
  const made: QueueUpsert[] = []
  const quotas = (projects: number, weight = 1) => ({ gpu: { deserved: deserved * projects, limit: null, weight } })
  for (let q = 0; q < count; q++) {
    const parentId = `department-${Math.floor(q / 10)}`
    if (q % 10 === 0) made.push(queue(parentId, quotas(Math.min(10, count - q)), { createdAt: q }))
    const parts = isTurned ? (q % 2) * 2 : 1
    made.push(queue(`project-${q}`, quotas(parts, Math.min(1, parts)), { parentId, createdAt: q }))
  }
  return made
}

function jobsOf(count: number, queues: number, random: () => number): WorkloadUpsert[] {
  const draw = drawer(
    JOB_SHAPES.map(({ weight }) => weight),
    random,
  )
  const requests = JOB_SHAPES.map(({ cpu, memory, gpu }) => ({ cpu, memory, ...(gpu > 0 ? { gpu } : {}) }))
  const selectors: Record<string, string>[] = [{}, ...MODELS.map((model) => ({ [MODEL_LABEL]: model }))]
  const none: never[] = []
  return Array.from({ length: count }, (_, i): WorkloadUpsert => {
    const shape = draw()
    const q = Math.floor(random() * queues)
    const priority = PRIORITIES[Math.floor(random() * PRIORITIES.length)]!
    const model = isWholeGpu(JOB_SHAPES[shape]!) && random() < 0.1 ? 1 + Math.floor(random() * MODELS.length) : 0
    return {
      kind: 'workload',
      id: `job-${i}`,
      queueId: `project-${q}`,
      poolId: POOL,
      classKey: `${q} ${shape} ${priority} ${model}`,
      submittedAt: NOW - count + i,
      priority,
      preemptible: true,
      replicas: JOB_SHAPES[shape]!.replicas,
      requests: requests[shape]!,
      clusterIds: none,
      nodeSelector: selectors[model]!,
      tolerations: none,
      avoid: none,
    }
  })
}

function isWholeGpu({ gpu, replicas }: JobShape): boolean {
  return gpu === 1_000 && replicas === 1
}
