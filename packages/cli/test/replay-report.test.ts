import type { Node, Queue, Run, Workload } from '@fairlead/sdk'
import { describe, expect, test } from 'vitest'
import { sampleWorkload } from '../../sdk/test/sample-workload.ts'
import { checkNodes, checkQueues, checkWorkloads } from '../src/replay/check-invariants.ts'
import type { Collected } from '../src/replay/collect.ts'
import { reportOf } from '../src/replay/report.ts'
import { heldOverTime, spreadOf } from '../src/replay/statistics.ts'
import { verifyAccounting } from '../src/replay/verify-accounting.ts'

const BEGIN = Date.parse('2026-01-01T00:00:00.000Z')

function at(seconds: number): string {
  return new Date(BEGIN + seconds * 1000).toISOString()
}

function run(generation: number, from: number, to: number | null, phase = 'SUCCEEDED'): Run {
  return {
    id: `run-${generation}`,
    workloadId: 'w',
    generation,
    cluster: { id: 'c', name: 'east' },
    nodes: ['n'],
    phase,
    reason: null,
    message: null,
    exitCode: null,
    replicas: [],
    progress: null,
    figures: {},
    result: null,
    address: null,
    requests: {},
    assignedAt: at(from),
    startedAt: at(from + 1),
    finishedAt: to === null ? null : at(to),
    observedAt: null,
    connected: true,
    roundId: null,
    preemptedFor: null,
  }
}

function done(id: string, submitted: number, runs: Run[], more: Partial<Workload> = {}): Collected {
  const phase = runs.at(-1)?.phase === 'FAILED' ? 'FAILED' : 'SUCCEEDED'
  const finishedAt = runs.at(-1)?.finishedAt ?? null
  return {
    workload: sampleWorkload(phase, {
      id,
      name: id,
      submittedAt: at(submitted),
      finishedAt,
      requests: { gpu: 2000 },
      ...more,
    }),
    runs,
  }
}

describe('a report', () => {
  const collected = [
    done('a1', 0, [run(1, 0, 10)]),
    done('a2', 2, [run(1, 6, 8, 'CANCELLED'), run(2, 10, 20)], { preemptions: 1 }),
    done('b1', 4, [run(1, 4, 14, 'FAILED')], { replicas: 2 }),
  ]
  const shares = [
    { queue: 'a', jobs: 2, gpuSeconds: 0, share: 0.5, deserved: 6 },
    { queue: 'b', jobs: 1, gpuSeconds: 0, share: 0.5, deserved: 2 },
  ]
  const report = reportOf(collected, { shares, queueOf: (id) => id.slice(0, 1), gpus: 8 })

  test('waits are from submission to the first decision, by queue and in all', () => {
    expect(report.queues.map(({ wait }) => [wait.count, wait.mean, wait.max])).toEqual([
      [2, 2, 4],
      [1, 0, 0],
    ])
    expect(report.wait).toEqual({ count: 3, mean: 4 / 3, p50: 0, p90: 4, p99: 4, max: 4 })
    expect(report.start.mean).toBe(1)
  })

  test('shares are GPU-seconds that were held, by every attempt', () => {
    expect(report.queues.map(({ gpuSeconds }) => gpuSeconds)).toEqual([44, 40])
    expect(report.queues[0]?.share).toBeCloseTo(44 / 84)
    expect(report.queues.map(({ deservedShare }) => deservedShare)).toEqual([0.75, 0.25])
  })

  test('utilisation is what was held of all GPUs over the time', () => {
    expect(report.makespanSeconds).toBe(20)
    expect(report.utilisation.mean).toBeCloseTo(84 / 20 / 8)
    expect(report.utilisation.whileArriving).toBeCloseTo(2 / 8)
    const over = report.utilisation.overTime
    expect(over).toHaveLength(40)
    expect(over.reduce((sum, part) => sum + part, 0) / over.length).toBeCloseTo(report.utilisation.mean)
  })

  test('decisions, preemptions and ends are counted', () => {
    expect(report.decisions).toEqual({ placed: 4, preempted: 1, perSecond: 0.25 })
    expect(report.preemptions).toBe(1)
    expect(report.ends).toEqual({ SUCCEEDED: 2, FAILED: 1 })
  })

  test('of nothing is nothing, and no division by it', () => {
    const empty = reportOf([], { shares, queueOf: () => '', gpus: 0 })
    expect(JSON.stringify(empty)).not.toMatch(/null|NaN/)
    expect(empty.makespanSeconds).toBe(0)
  })
})

test('percentiles are those of the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(spreadOf(values)).toEqual({ count: 100, mean: 50.5, p50: 50, p90: 90, p99: 99, max: 100 })
  expect(heldOverTime([{ from: 0, to: 5, amount: 4 }], 0, 10, 4)).toEqual([4, 4, 0, 0])
})

describe('accounting', () => {
  const ids = new Map([
    [2, 'a'],
    [3, 'b'],
  ])

  test('is exact when each line has one job, and each success one run', () => {
    const collected = [done('a', 0, [run(1, 0, 1, 'CANCELLED'), run(2, 2, 3)]), done('b', 0, [run(1, 0, 1, 'FAILED')])]
    expect(verifyAccounting(ids, collected)).toEqual({
      rows: 2,
      workloads: 2,
      succeeded: 1,
      succeededRuns: 1,
      runs: 3,
      problems: [],
    })
  })

  test.each([
    ['a lost job', [done('a', 0, [run(1, 0, 1)])], 'line 3 has 0 workloads'],
    [
      'a doubled job',
      [done('a', 0, [run(1, 0, 1)]), done('a', 0, [run(1, 0, 1)]), done('b', 0, [run(1, 0, 1)])],
      'line 2 has 2 workloads',
    ],
    [
      'a job of nobody',
      [done('a', 0, [run(1, 0, 1)]), done('b', 0, [run(1, 0, 1)]), done('x', 0, [])],
      'x belongs to no line',
    ],
    [
      'a run that counted twice',
      [done('a', 0, [run(1, 0, 1), run(2, 2, 3)]), done('b', 0, [run(1, 0, 1)])],
      'a is SUCCEEDED with 2 runs',
    ],
    [
      'two runs at the same time',
      [done('a', 0, [run(1, 0, 5, 'FAILED'), run(2, 4, 6)]), done('b', 0, [run(1, 0, 1)])],
      'a had two runs at the same time',
    ],
  ])('finds %s', (_what, collected, problem) => {
    expect(verifyAccounting(ids, collected).problems.join('\n')).toContain(problem)
  })
})

describe('checks', () => {
  const node = (name: string, cluster: string, allocated: Record<string, number>, runs: Node['runs']): Node => ({
    id: name,
    name,
    cluster: { id: cluster, name: cluster },
    nodePool: null,
    ready: true,
    schedulable: true,
    cordoned: null,
    message: null,
    labels: {},
    taints: [],
    capacity: { gpu: 8000 },
    allocatable: { gpu: 8000, cpu: 4000 },
    allocated,
    gpu: null,
    runs,
    otherRuns: 0,
    versions: {},
    observedAt: at(0),
  })
  const part = (runId: string, replicas: number) => ({ runId, workloadId: `w-${runId}`, workloadName: runId, replicas })

  test('find a machine that gives more than it has', () => {
    expect(checkNodes([node('n', 'c', { gpu: 8000, cpu: 1 }, [])], () => 1)).toEqual({ count: 2, violations: [] })
    expect(checkNodes([node('n', 'c', { gpu: 9000 }, [])], () => 1).violations).toEqual([
      'node n of c gives 9000 gpu of 8000',
    ])
    expect(checkNodes([node('n', 'c', { 'example.com/x': 1 }, [])], () => 1).violations).toHaveLength(1)
  })

  test('find a gang in pieces, and one over two clusters', () => {
    const nodes = [
      node('n', 'c', {}, [part('whole', 2), part('half', 1)]),
      node('m', 'd', {}, [part('wide', 1)]),
      node('o', 'c', {}, [part('wide', 1)]),
    ]
    expect(checkNodes(nodes, () => 2).violations).toEqual([
      'half has 1 of 2 replicas on c',
      'wide has 2 of 2 replicas on d and c',
    ])
    expect(checkNodes(nodes, () => undefined).count).toBe(0)
  })

  test('find a queue over its limit, and protected work over what is deserved', () => {
    const queue: Queue = {
      queue: { kind: 'project', id: 'p', name: 'p', parentId: null },
      nodePool: { id: 'x', name: 'x' },
      rank: 0,
      deserved: { gpu: 4000, cpu: null },
      limit: { gpu: 8000, cpu: null },
      fairShare: {},
      allocated: { gpu: 8000, cpu: 99 },
      allocatedNonPreemptible: { gpu: 4000, cpu: 99 },
      requested: {},
      waiting: 0,
      running: 0,
      asOf: null,
    }
    expect(checkQueues([queue])).toEqual({ count: 4, violations: [] })
    expect(checkQueues([{ ...queue, allocated: { gpu: 8001 } }]).violations).toHaveLength(1)
    expect(checkQueues([{ ...queue, allocatedNonPreemptible: { gpu: 4001 } }]).violations).toHaveLength(1)
  })

  test('find a department that holds something else than its projects', () => {
    const queue = (id: string, parentId: string | null, gpu: number): Queue => ({
      queue: { kind: parentId === null ? 'department' : 'project', id, name: id, parentId },
      nodePool: { id: 'x', name: 'x' },
      rank: 0,
      deserved: {},
      limit: {},
      fairShare: {},
      allocated: { gpu },
      allocatedNonPreemptible: {},
      requested: {},
      waiting: 0,
      running: 0,
      asOf: null,
    })
    const tree = [queue('d', null, 3), queue('p', 'd', 1), queue('q', 'd', 2)]
    expect(checkQueues(tree)).toEqual({ count: 4, violations: [] })
    expect(checkQueues([...tree.slice(0, 2), queue('q', 'd', 3)]).violations).toHaveLength(1)
  })

  test('find live work without a place for each replica', () => {
    const placed = { cluster: { id: 'c', name: 'c' }, nodes: ['n', 'n'], replicas: 2 }
    expect(checkWorkloads([sampleWorkload('RUNNING', placed)]).violations).toEqual([])
    expect(checkWorkloads([sampleWorkload('RUNNING', { ...placed, nodes: ['n'] })]).violations).toHaveLength(1)
    expect(checkWorkloads([sampleWorkload('RUNNING', { ...placed, cluster: null })]).violations).toHaveLength(1)
  })
})
