import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cluster, node, NOW, pool, queue, quota, workload } from '../../test/world.ts'
import type { Delta } from '../delta.ts'
import { compareSimulations } from './compare-simulations.ts'
import { SIMULATION_ORDERS, type Arrival, type SimulationInput } from './simulation-input.ts'
import { simulate } from './simulate.ts'
import { timelineOf } from './timeline.ts'

const MINUTE = 60_000

const arrivals = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 200 }),
      minutes: fc.integer({ min: 0, max: 90 }),
      gpu: fc.constantFrom(0.5, 1, 1, 2, 4),
      replicas: fc.constantFrom(1, 1, 1, 2),
      queueId: fc.constantFrom('a', 'b', 'c'),
      priority: fc.constantFrom(40, 40, 80),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((list) =>
    list.map(({ minute, minutes, gpu, ...change }, index): Arrival => {
      const id = `w${String(index).padStart(2, '0')}`
      return {
        at: NOW + minute * MINUTE,
        runtimeMs: minutes * MINUTE,
        workload: workload(id, change.queueId, gpu, change),
      }
    }),
  )

const world: Delta[] = [
  cluster('c1'),
  cluster('c2'),
  pool('p1'),
  node('n1', 4),
  node('n2', 4),
  node('n3', 4, { clusterId: 'c2' }),
  queue('a', quota(6)),
  queue('b', quota(4)),
  queue('c', quota(2)),
]

const change = fc.record({
  order: fc.constantFrom(...SIMULATION_ORDERS),
  roundEveryMs: fc.constantFrom(0, 10_000, 5 * MINUTE),
  graceMs: fc.constantFrom(0, 3 * MINUTE),
  coarsening: fc.constantFrom(0, 0, 0.1, 0.5),
})

function inputOf(list: Arrival[], rest: Partial<SimulationInput>): SimulationInput {
  return { world, startAt: NOW, arrivals: list, checkEveryRounds: 1, ...rest }
}

describe('a simulation', () => {
  it('loses nothing, makes nothing up and breaks no rule', () => {
    fc.assert(
      fc.property(arrivals, change, (list, rest) => {
        const result = simulate(inputOf(list, rest))
        expect(result.violations).toEqual([])
        expect(result.endedBy).toBe('rest')
        expect(result.workloads.map(({ id }) => id).sort()).toEqual(list.map(({ workload: { id } }) => id).sort())
        for (const one of result.workloads) {
          expect(one.state).toBe('ended')
          expect(one.attempts.filter(({ end }) => end === 'ended')).toHaveLength(1)
          expect(one.attempts.filter(({ end }) => end === 'preempted')).toHaveLength(one.preemptions)
          const { runtimeMs, at } = list.find(({ workload: { id } }) => id === one.id)!
          const last = one.attempts.at(-1)!
          expect(last.endAt! - last.startAt).toBe(runtimeMs)
          expect(one.startedAt).toBeGreaterThanOrEqual(at)
        }
        const sum = (of: (queue: (typeof result.queues)[number]) => number) =>
          result.queues.reduce((total, one) => total + of(one), 0)
        expect(sum(({ workloads }) => workloads)).toBe(list.length)
      }),
      { seed: 4, numRuns: 60 },
    )
  })

  it('never has more on a node than it has, at any moment', () => {
    fc.assert(
      fc.property(arrivals, change, (list, rest) => {
        const result = simulate(inputOf(list, rest))
        const gpuOf = new Map(list.map(({ workload: { id, requests } }) => [id, requests['gpu'] ?? 0]))
        const steps = result.workloads.flatMap(({ id, attempts }) =>
          attempts.flatMap(({ startAt, endAt, nodeIds }) =>
            nodeIds.flatMap((nodeId) => [
              { nodeId, at: startAt, by: gpuOf.get(id)! },
              { nodeId, at: endAt!, by: -gpuOf.get(id)! },
            ]),
          ),
        )
        const held = new Map<string, number>()
        for (const { nodeId, by } of steps.sort((x, y) => x.at - y.at || x.by - y.by)) {
          held.set(nodeId, (held.get(nodeId) ?? 0) + by)
          // Runs of no length at all come and go within one moment.
          if (list.every(({ runtimeMs }) => runtimeMs > 0)) expect(held.get(nodeId)).toBeLessThanOrEqual(4_000)
        }
      }),
      { seed: 5, numRuns: 40 },
    )
  })

  it('is the same each time, in whatever order its arrivals are given', () => {
    fc.assert(
      fc.property(arrivals, change, (list, rest) => {
        const result = simulate(inputOf(list, rest))
        expect(simulate(inputOf([...list].reverse(), rest))).toEqual(result)
      }),
      { seed: 6, numRuns: 20 },
    )
  })

  it('decides the same whether or not the planner sees all that waits', () => {
    fc.assert(
      fc.property(arrivals, change, fc.integer({ min: 1, max: 8 }), (list, rest, copies) => {
        const many = list.flatMap((arrival) =>
          Array.from({ length: copies }, (_, copy) => {
            const { id, submittedAt: _submittedAt, classKey: _classKey, ...asked } = arrival.workload
            const workload = { ...arrival.workload, id: `${id}-${copy}`, classKey: JSON.stringify(asked) }
            return { ...arrival, workload }
          }),
        )
        const all = simulate(inputOf(many, { ...rest, showsAllWaiting: true }))
        expect(simulate(inputOf(many, rest))).toEqual(all)
      }),
      { seed: 9, numRuns: 60 },
    )
  })

  it('is the same as before where nothing was changed', () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        const comparison = compareSimulations(simulate(inputOf(list, {})), simulate(inputOf(list, {})))
        expect(comparison.queues.every(({ effect }) => effect === 'SAME')).toBe(true)
        expect([...comparison.gainers, ...comparison.losers]).toEqual([])
      }),
      { seed: 7, numRuns: 10 },
    )
  })

  it('goes on from any of its moments as it went on', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 150 }), (list, minute) => {
        const input = inputOf(list, { order: 'fifo', roundEveryMs: 0 })
        const result = simulate(input)
        const at = NOW + minute * MINUTE + 1
        const rest = simulate({
          ...input,
          world: timelineOf(input, result).worldAt(at),
          startAt: at,
          runtimesMs: new Map(list.map(({ workload: { id }, runtimeMs }) => [id, runtimeMs])),
          arrivals: list.filter((arrival) => arrival.at > at),
        })
        const ends = new Map(result.workloads.map(({ id, endedAt }) => [id, endedAt]))
        for (const { id, endedAt } of rest.workloads) expect([id, endedAt]).toEqual([id, ends.get(id)])
      }),
      { seed: 8, numRuns: 30 },
    )
  })
})

describe('compareSimulations', () => {
  it('tells who gains and who loses by a change of quota', () => {
    const list = Array.from({ length: 12 }, (_, index): Arrival => {
      const queueId = index % 2 === 0 ? 'a' : 'b'
      return { at: NOW, runtimeMs: 30 * MINUTE, workload: workload(`w${index}`, queueId, 4, { submittedAt: NOW }) }
    })
    const before = simulate(inputOf(list, {}))
    const changed = world.map((delta) =>
      delta.kind !== 'queue' || delta.id === 'c' ? delta : queue(delta.id, delta.id === 'a' ? quota(0) : quota(12)),
    )
    const after = simulate(inputOf(list, { world: changed }))
    const comparison = compareSimulations(before, after)
    expect(comparison).toMatchObject({ gainers: ['b'], losers: ['a'] })
    const gainer = comparison.queues.find(({ queueId }) => queueId === 'b')!
    expect(gainer.waits.sooner).toBeGreaterThan(0)
    expect(gainer.waits.afterMeanMs).toBeLessThan(gainer.waits.beforeMeanMs)
  })
})
