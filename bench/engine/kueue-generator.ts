import { simulate, type Arrival, type Delta, type WorkloadUpsert } from '@fairlead/scheduler'
import { reportSimulation } from './report-simulation.ts'
import { cluster, node, NOW, pool, POOL, queue } from './world.ts'
import { InputError } from './input-error.ts'

/** One of Kueue's load generators (test/performance/scheduler/configs): cohorts of equal queues, and what is submitted to each queue. */
interface Generator {
  cohorts: number
  /** In each cohort. */
  queues: number
  /** Cores of a queue, and how many it may borrow above them. */
  nominal: number
  borrowing: number
  /** Submitted one after the other, `intervalMs` apart, the first after one interval. */
  sets: readonly {
    name: string
    count: number
    intervalMs: number
    runtimeMs: number
    priority: number
    cores: number
  }[]
  /** Ours plans at most this often. */
  roundEveryMs: number
  published: { wallS: number; runs: string; waitS: Readonly<Record<string, number>> }
}

const CAUSE = 'its benchmark binary is held to 50 requests a second, and each workload needs at least one'

export const GENERATORS: Readonly<Record<string, Generator>> = {
  baseline: {
    cohorts: 5,
    queues: 6,
    nominal: 20,
    borrowing: 100,
    sets: [
      { name: 'small', count: 350, intervalMs: 100, runtimeMs: 200, priority: 50, cores: 1 },
      { name: 'medium', count: 100, intervalMs: 500, runtimeMs: 500, priority: 100, cores: 5 },
      { name: 'large', count: 50, intervalMs: 1_200, runtimeMs: 1_000, priority: 200, cores: 20 },
    ],
    roundEveryMs: 10,
    published: { wallS: 351.1, runs: '5 runs', waitS: { small: 215.5, medium: 76.8, large: 16.5 } },
  },
  'large-scale': {
    cohorts: 10,
    queues: 100,
    nominal: 20,
    borrowing: 100,
    sets: [
      { name: 'small', count: 35, intervalMs: 60, runtimeMs: 150, priority: 50, cores: 1 },
      { name: 'medium', count: 11, intervalMs: 300, runtimeMs: 350, priority: 100, cores: 5 },
      { name: 'large', count: 4, intervalMs: 700, runtimeMs: 700, priority: 200, cores: 20 },
    ],
    roundEveryMs: 50,
    published: { wallS: 1_179.4, runs: '19 runs', waitS: { small: 700.4, medium: 256.4, large: 105.6 } },
  },
}

/** Plays one of Kueue's generators in virtual time: the makespan beside the ideal one and beside Kueue's. Planning itself takes no virtual time. */
export function kueueGenerator(name: string): void {
  const generator = GENERATORS[name]
  if (generator === undefined) {
    throw new InputError(`--kueue-generator: there is no "${name}"; there are: ${Object.keys(GENERATORS).join(', ')}`)
  }
  const { roundEveryMs, published, sets } = generator
  const arrivals = arrivalsOf(generator)
  const result = reportSimulation(
    {
      case: `Kueue's generator ${name}`,
      input: `${arrivals.length} workloads, ${generator.cohorts * generator.queues} queues, ${generator.cohorts} cohorts; in virtual time, a round each ${roundEveryMs} ms at most`,
      idealMakespanS: idealMs(generator) / 1_000,
      peers: [
        {
          name: 'Kueue ff69552',
          makespanS: published.wallS,
          mark: 'published',
          source: `its rangespec.yaml, mean of ${published.runs}; ${CAUSE}`,
        },
      ],
    },
    () =>
      simulate({
        world: worldOf(generator),
        startAt: NOW,
        arrivals,
        roundEveryMs,
        policy: { preemptionsMaxPerRound: 1_000_000, placementsMaxPerRound: 1_000_000, reservationHorizonMs: 0 },
        checkEveryRounds: 200,
      }),
  )
  for (const { name: set } of sets) {
    const waits = result.workloads.filter(({ id }) => id.startsWith(set)).map((one) => one.startedAt! - one.submittedAt)
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length / 1_000
    process.stderr.write(`${set}: mean wait ${mean.toFixed(2)} s; Kueue's, published: ${published.waitS[set]} s\n`)
  }
}

/** No schedule ends before the last workload was submitted and has run, nor before all work is done on all cores. */
export function idealMs({ queues, nominal, sets }: Generator): number {
  const work = queues * sets.reduce((sum, { count, cores, runtimeMs }) => sum + count * cores * runtimeMs, 0)
  const ends = sets.map(({ count, intervalMs, runtimeMs }) => count * intervalMs + runtimeMs)
  return Math.max(work / (queues * nominal), ...ends)
}

/** Kueue counts quota, not nodes: each cohort is one node that has all of its cores, and its queues cannot use another's. */
function worldOf({ cohorts, queues, nominal, borrowing }: Generator): Delta[] {
  const made: Delta[] = [cluster('cluster'), pool()]
  const cores = queues * nominal * 1_000
  for (let c = 0; c < cohorts; c++) {
    made.push(node(c, { cpu: cores }, { labels: { cohort: `${c}` } }))
    made.push(queue(`cohort-${c}`, { cpu: { deserved: cores, limit: cores, weight: 1 } }, { createdAt: c }))
    const quota = { deserved: nominal * 1_000, limit: null, weight: 1, borrowLimit: borrowing * 1_000 }
    for (let q = 0; q < queues; q++) {
      made.push(queue(`cq-${c}-${q}`, { cpu: quota }, { parentId: `cohort-${c}`, createdAt: q }))
    }
  }
  return made
}

function arrivalsOf({ cohorts, queues, sets }: Generator): Arrival[] {
  const arrivals: Arrival[] = []
  for (let c = 0; c < cohorts; c++) {
    for (let q = 0; q < queues; q++) {
      for (const { name, count, intervalMs, runtimeMs, priority, cores } of sets) {
        const workload = workloadOf(`cq-${c}-${q}`, c, priority, cores)
        for (let i = 0; i < count; i++) {
          const id = `${name}-${c}-${q}-${String(i).padStart(3, '0')}`
          arrivals.push({ at: NOW + (i + 1) * intervalMs, workload: { ...workload, id }, runtimeMs })
        }
      }
    }
  }
  return arrivals
}

function workloadOf(queueId: string, cohort: number, priority: number, cores: number): WorkloadUpsert {
  return {
    kind: 'workload',
    id: '',
    queueId,
    poolId: POOL,
    classKey: `${queueId} ${cores}`,
    submittedAt: NOW,
    priority,
    preemptible: true,
    replicas: 1,
    requests: { cpu: cores * 1_000 },
    clusterIds: [],
    nodeSelector: { cohort: `${cohort}` },
    tolerations: [],
    avoid: [],
  }
}
