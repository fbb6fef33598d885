import { describe, expect, it } from 'vitest'
import { cluster, gpus, node, NOW, pool, queue, quota, workload } from '../../test/world.ts'
import type { Delta, WorkloadUpsert } from '../delta.ts'
import type { Arrival, SimulationInput } from './simulation-input.ts'
import { simulate } from './simulate.ts'

const MINUTE = 60_000

function arrival(
  id: string,
  queueId: string,
  gpu: number,
  minute: number,
  minutes: number,
  change: Partial<WorkloadUpsert> = {},
): Arrival {
  return { at: NOW + minute * MINUTE, runtimeMs: minutes * MINUTE, workload: workload(id, queueId, gpu, change) }
}

/** One machine with four GPUs; a and b deserve two each. */
const machine: Delta[] = [cluster('c1'), pool('p1'), node('n1', 4), queue('a', quota(2)), queue('b', quota(2))]

function play(arrivals: Arrival[], change: Partial<SimulationInput> = {}) {
  const result = simulate({ world: machine, startAt: NOW, arrivals, roundEveryMs: 0, checkEveryRounds: 1, ...change })
  const minutes = (at: number | undefined) => (at === undefined ? undefined : (at - NOW) / MINUTE)
  const times = Object.fromEntries(
    result.workloads.map((one) => [one.id, [minutes(one.startedAt), minutes(one.endedAt)]]),
  )
  expect(result.violations).toEqual([])
  return { result, times }
}

describe('simulate', () => {
  it('starts what fits when it comes, and what does not when room comes free', () => {
    const { times } = play([
      arrival('first', 'a', 4, 0, 10),
      arrival('second', 'a', 4, 1, 5),
      arrival('third', 'a', 2, 2, 5),
      arrival('fourth', 'a', 2, 2, 1),
    ])
    expect(times).toEqual({ first: [0, 10], second: [10, 15], third: [15, 20], fourth: [15, 16] })
  })

  it('gets as much done in sparse rounds as in dense ones: what starts counts from when its room came free', () => {
    const list = Array.from({ length: 200 }, (_, index) =>
      arrival(`w${String(index).padStart(3, '0')}`, 'a', 1, 0, 1 + (index % 7)),
    )
    const dense = play(list).result
    const sparse = play(list, { coarsening: 0.2 }).result
    expect(sparse.counts.rounds).toBeLessThan(dense.counts.rounds / 2)
    expect(sparse.pools[0]!.waits.mean).toBeLessThan(1.05 * dense.pools[0]!.waits.mean)
    expect(sparse.pools[0]!.waits.mean).toBeGreaterThan(0.95 * dense.pools[0]!.waits.mean)
  })

  it('takes back what a queue borrowed: the victim stops at once, loses its work and starts again from zero', () => {
    const { result, times } = play([
      arrival('a0', 'a', 2, 0, 10),
      arrival('a1', 'a', 2, 0, 10),
      arrival('b0', 'b', 2, 4, 10),
    ])
    expect(times).toEqual({ a0: [0, 10], a1: [0, 20], b0: [4, 14] })
    const victim = result.workloads.find(({ id }) => id === 'a1')
    expect(victim).toMatchObject({ preemptions: 1, lostMs: 4 * MINUTE, state: 'ended' })
    expect(victim?.attempts.map(({ end }) => end)).toEqual(['preempted', 'ended'])
    expect(result.queues.find(({ queueId }) => queueId === 'a')).toMatchObject({
      preemptions: 1,
      lost: { gpu: gpus(2) * 4 * MINUTE },
    })
  })

  it('lets victims keep their room for their grace', () => {
    const { times } = play([arrival('a0', 'a', 2, 0, 10), arrival('a1', 'a', 2, 0, 10), arrival('b0', 'b', 2, 4, 10)], {
      graceMs: 2 * MINUTE,
    })
    expect(times).toEqual({ a0: [0, 10], a1: [0, 20], b0: [6, 16] })
  })

  it('counts a run that ends within its grace as ended', () => {
    const { result, times } = play(
      [arrival('a0', 'a', 2, 0, 10), arrival('a1', 'a', 2, 0, 5), arrival('b0', 'b', 2, 4, 10)],
      { graceMs: 2 * MINUTE },
    )
    expect(times).toEqual({ a0: [0, 10], a1: [0, 5], b0: [5, 15] })
    expect(result.counts.preemptions).toBe(0)
  })

  it('ends runs at their time limit', () => {
    const { result, times } = play([
      arrival('long', 'a', 4, 0, 100, { timeLimitMs: 3 * MINUTE }),
      arrival('next', 'a', 4, 1, 1),
    ])
    expect(times).toEqual({ long: [0, 3], next: [3, 4] })
    expect(result.workloads[0]!.attempts[0]!.end).toBe('time-limit')
  })

  it('plans together what happens within one period', () => {
    const { result, times } = play(
      [arrival('x', 'a', 1, 0, 10), arrival('y', 'a', 1, 0.1, 10), arrival('z', 'a', 1, 0.2, 10)],
      {
        roundEveryMs: MINUTE,
      },
    )
    expect(times).toEqual({ x: [0, 10], y: [1, 11], z: [1, 11] })
    expect(result.counts.starts).toBe(3)
  })

  it('waits out the minimum running time of a victim', () => {
    const { times } = play([arrival('a0', 'a', 4, 0, 60), arrival('b0', 'b', 2, 4, 10)], {
      world: [
        cluster('c1'),
        pool('p1', { minRuntimeMs: 30 * MINUTE }),
        node('n1', 4),
        queue('a', quota(2)),
        queue('b', quota(2)),
      ],
    })
    expect(times).toEqual({ a0: [0, 100], b0: [30, 40] })
  })

  it('lets work run in the pool that it fell back to, and wait again in its own', () => {
    const quotas = { rank: 0, quotas: { gpu: quota(4) } }
    const world = [
      cluster('c1'),
      pool('p1'),
      pool('p2'),
      node('n1', 4),
      node('n2', 4, { poolId: 'p2' }),
      queue('a', undefined, { pools: { p1: quotas, p2: quotas } }),
    ]
    const { result, times } = play(
      [arrival('x', 'a', 4, 0, 20), arrival('y', 'a', 4, 1, 10, { fallbackPoolIds: ['p2'] })],
      { world, changes: [{ at: NOW + 5 * MINUTE, deltas: [{ kind: 'remove', of: 'node', id: 'n2' }] }] },
    )
    expect(times).toEqual({ x: [0, 20], y: [1, 30] })
    expect(result.workloads[1]!.attempts.map(({ poolId, end }) => [poolId, end])).toEqual([
      ['p2', 'displaced'],
      ['p1', 'ended'],
    ])
  })

  it('starts an elastic gang with the replicas there is room for, and it takes longer in proportion', () => {
    const { times, result } = play([
      arrival('old', 'a', 2, 0, 100),
      arrival('gang', 'a', 1, 1, 10, { replicas: 4, replicasMin: 1 }),
    ])
    expect(result.workloads[1]!.attempts[0]!.nodeIds).toHaveLength(2)
    expect(times).toEqual({ old: [0, 100], gang: [1, 21] })
  })

  it('keeps to the rate limit of a pool', () => {
    const { times, result } = play(
      [
        ...[0, 1, 2, 3].map((number) => arrival(`a${number}`, 'a', 1, 0, 200)),
        arrival('b0', 'b', 1, 10, 10),
        arrival('b1', 'b', 1, 20, 10),
      ],
      { preemptionsMaxPerHour: { p1: 1 } },
    )
    expect(times).toMatchObject({ b0: [10, 20], b1: [20, 30] })
    expect(result.counts.preemptions).toBe(1)
    const both = [0, 1, 2, 3].map((number) => arrival(`a${number}`, 'a', 1, 0, 200))
    const slow = play([...both, arrival('b0', 'b', 1, 10, 90), arrival('b1', 'b', 1, 20, 10)], {
      preemptionsMaxPerHour: { p1: 1 },
    })
    expect(slow.times).toMatchObject({ b0: [10, 100], b1: [70, 80] })
  })

  it('goes on from a world in which work runs and waits already', () => {
    const world: Delta[] = [
      ...machine,
      workload('old', 'a', 4, {
        run: { id: 'r', clusterId: 'c1', nodeIds: ['n1'], startedAt: NOW - 5 * MINUTE, stopping: false },
      }),
      workload('waits', 'a', 4, { submittedAt: NOW - MINUTE }),
    ]
    const runtimesMs = new Map([
      ['old', 12 * MINUTE],
      ['waits', 3 * MINUTE],
    ])
    const { result, times } = play([], { world, runtimesMs })
    expect(times).toEqual({ old: [-5, 7], waits: [7, 10] })
    expect(result.queues.find(({ queueId }) => queueId === 'a')?.waits).toMatchObject({ count: 1, mean: 7 * MINUTE })
  })

  it('queues again what ran on a node that goes, and uses one that comes', () => {
    const { result, times } = play([arrival('x', 'a', 4, 0, 10)], {
      changes: [
        { at: NOW + 4 * MINUTE, deltas: [{ kind: 'remove', of: 'node', id: 'n1' }] },
        { at: NOW + 6 * MINUTE, deltas: [node('n2', 4)] },
      ],
      measure: { until: NOW + 8 * MINUTE },
    })
    expect(times).toEqual({ x: [0, 16] })
    expect(result.counts.displaced).toBe(1)
    expect(result.pools[0]!.capacity['gpu']).toBe(gpus(3))
    expect(result.pools[0]!.utilisation['gpu']).toBe(1)
  })

  it('lets a change of quota count from its moment on', () => {
    const { times } = play([arrival('a0', 'a', 2, 0, 10), arrival('a1', 'a', 2, 0, 10), arrival('b0', 'b', 2, 1, 10)], {
      world: [cluster('c1'), pool('p1'), node('n1', 4), queue('a', quota(4)), queue('b', quota(0, 0))],
      changes: [{ at: NOW + 3 * MINUTE, deltas: [queue('a', quota(2)), queue('b', quota(2))] }],
    })
    expect(times).toEqual({ a0: [0, 10], a1: [0, 20], b0: [3, 13] })
  })

  it('serves by arrival alone in the plain orders, and passes nobody in the strict one', () => {
    const arrivals = [
      arrival('a0', 'a', 2, 0, 10),
      arrival('a1', 'a', 4, 1, 10),
      arrival('b0', 'b', 2, 2, 10, { priority: 80 }),
      arrival('b1', 'b', 2, 3, 10, { priority: 90 }),
    ]
    expect(play(arrivals, { order: 'fifo-strict' }).times).toEqual({
      a0: [0, 10],
      a1: [10, 20],
      b0: [20, 30],
      b1: [20, 30],
    })
    expect(play(arrivals, { order: 'fifo' }).times).toEqual({ a0: [0, 10], b0: [2, 12], b1: [10, 20], a1: [20, 30] })
    const blocked = [
      arrival('x', 'a', 4, 0, 10),
      arrival('y', 'a', 4, 1, 10),
      arrival('z', 'b', 4, 2, 10, { priority: 90 }),
    ]
    expect(play(blocked, { order: 'priority' }).times).toEqual({ x: [0, 10], z: [10, 20], y: [20, 30] })
    expect(play(blocked, { order: 'fifo' }).times).toEqual({ x: [0, 10], y: [10, 20], z: [20, 30] })
  })

  it('tells how far shares were from fair', () => {
    const arrivals = [arrival('a0', 'a', 4, 0, 10), arrival('b0', 'b', 2, 5, 10)]
    const measure = { until: NOW + 10 * MINUTE }
    const fifo = play(arrivals, { order: 'fifo', sampleEveryMs: 0, measure }).result
    // From minute 5 to 10, a holds all of it and should hold half: off by a half for half of the time.
    expect(fifo.queues.map(({ queueId, shareError, owed }) => [queueId, shareError, owed])).toEqual([
      ['a', 0.25, 0],
      ['b', 0.25, 0.25],
    ])
  })

  it('stops when all that is asked about has started, and at its end', () => {
    const arrivals = [arrival('x', 'a', 4, 0, 10), arrival('y', 'a', 4, 1, 10), arrival('z', 'a', 4, 2, 10)]
    expect(play(arrivals, { untilStarted: new Set(['y']) }).result).toMatchObject({
      endedBy: 'started',
      endAt: NOW + 10 * MINUTE,
    })
    const cut = play(arrivals, { until: NOW + 5 * MINUTE }).result
    expect(cut.workloads.map(({ state }) => state)).toEqual(['running', 'waiting', 'waiting'])
    expect(cut).toMatchObject({ endedBy: 'until', endAt: NOW + 5 * MINUTE })
  })

  it('refuses an input that contradicts itself in one sentence', () => {
    expect(() => play([arrival('x', 'a', 1, 0, 1), arrival('x', 'a', 1, 1, 1)])).toThrow('there are two workloads x')
    expect(() => play([], { world: [...machine, { kind: 'run', workloadId: 'x', run: undefined }] })).toThrow(
      'a run of x',
    )
    expect(() => play([arrival('x', 'a', 1, 0, Number.NaN)])).toThrow('the running time of x is NaN')
  })
})
