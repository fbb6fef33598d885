import { describe, expect, it } from 'vitest'
import { cluster, node, NOW, pool, queue, quota, workload } from '../../test/world.ts'
import type { Delta } from '../delta.ts'
import { forecastStarts, type ForecastInput } from './forecast-starts.ts'
import { drawRuntime, openRunHistory, type PastRun } from './run-history.ts'

const MINUTE = 60_000
const machine: Delta[] = [cluster('c1'), pool('p1'), node('n1', 4), queue('a', quota(2)), queue('b', quota(2))]

function past(minutes: number[], change: Partial<PastRun> = {}): PastRun[] {
  return minutes.map((runtime, index) => ({
    queueId: 'a',
    sizeClass: '4',
    startedAt: NOW + index * MINUTE,
    runtimeMs: runtime * MINUTE,
    isComplete: true,
    ...change,
  }))
}

/** 1 to 100 minutes, each as likely. */
const evenly = past(Array.from({ length: 100 }, (_, i) => i + 1))

function running(startedMinutesAgo: number, timeLimitMinutes?: number): Delta {
  return workload('old', 'a', 4, {
    run: { id: 'r', clusterId: 'c1', nodeIds: ['n1'], startedAt: NOW - startedMinutesAgo * MINUTE, stopping: false },
    ...(timeLimitMinutes === undefined ? {} : { timeLimitMs: timeLimitMinutes * MINUTE }),
  })
}

function ask(world: Delta[], change: Partial<ForecastInput> = {}) {
  const forecasts = forecastStarts({
    world: [...machine, ...world],
    now: NOW,
    history: openRunHistory(evenly),
    simulations: 200,
    coarsening: 0,
    roundEveryMs: 0,
    ...change,
  })
  return forecasts.map((forecast) => ({
    ...forecast,
    p50: forecast.p50At === undefined ? undefined : (forecast.p50At - NOW) / MINUTE,
    p90: forecast.p90At === undefined ? undefined : (forecast.p90At - NOW) / MINUTE,
  }))
}

describe('forecastStarts', () => {
  it('knows for certain what starts in the next round', () => {
    expect(ask([workload('w', 'a', 2)])).toMatchObject([{ workloadId: 'w', startsNow: true, p50: 0, p90: 0 }])
  })

  it('draws how long a run goes on, given how long it has gone on', () => {
    const [forecast] = ask([running(50), workload('w', 'a', 4)])
    // Between 51 and 100 minutes in all, evenly: 1 to 50 are left.
    expect(forecast!.p50).toBeGreaterThanOrEqual(22)
    expect(forecast!.p50).toBeLessThanOrEqual(28)
    expect(forecast!.p90).toBeGreaterThanOrEqual(43)
    expect(forecast!.p90).toBeLessThanOrEqual(48)
  })

  it('expects nobody to run past a time limit', () => {
    expect(ask([running(50, 60), workload('w', 'a', 4)])).toMatchObject([{ p90: 10 }])
  })

  it('adds up what stands before it in line', () => {
    const [first, second] = ask([
      running(0, 20),
      workload('w1', 'a', 4, { submittedAt: NOW - 2 }),
      workload('w2', 'a', 4, { submittedAt: NOW - 1 }),
    ])
    expect(first!.p90).toBe(20)
    expect(second!.p50).toBeGreaterThan(first!.p50! + 40)
    expect(second!.p90).toBeLessThanOrEqual(120)
  })

  it('expects what arrives to go first where it has the right to', () => {
    const urgent = Array.from({ length: 6 }, (_, index) => ({
      at: NOW - (24 - 4 * index) * 60 * MINUTE,
      workload: workload(`old${index}`, 'a', 4, { priority: 90, timeLimitMs: 20 * MINUTE }),
    }))
    const world = [running(50), workload('w', 'a', 4)]
    const quiet = ask(world)[0]!
    const busy = ask(world, {
      recent: { from: NOW - 24 * 60 * MINUTE, until: NOW, arrivals: urgent },
      simulations: 60,
    })[0]!
    expect(busy.p90!).toBeGreaterThan(quiet.p90! + 20)
  })

  it('leaves open what does not start within the horizon', () => {
    const forecasts = ask([workload('w', 'a', 8)], { simulations: 5, horizonMs: 60 * MINUTE })
    expect(forecasts).toMatchObject([{ startsNow: false, notStarted: 5, p50: undefined, p90: undefined }])
  })

  it('gives the same forecasts for the same seed, for chosen work as for all', () => {
    const world = [running(50), workload('w', 'a', 4), workload('x', 'b', 1)]
    expect(ask(world, { simulations: 20 })).toEqual(ask(world, { simulations: 20 }))
    expect(ask(world, { simulations: 20, workloadIds: ['w'] })).toHaveLength(1)
  })
})

describe('drawRuntime', () => {
  const draw = (runs: PastRun[], elapsedMinutes: number, chance: number, queueId = 'a', sizeClass = '4') =>
    drawRuntime(openRunHistory(runs), { queueId, sizeClass, elapsedMs: elapsedMinutes * MINUTE }, chance) / MINUTE

  it('asks a wider group where the narrow one knows too little', () => {
    const runs = [...evenly, ...past(Array<number>(40).fill(7), { queueId: 'b', sizeClass: '1' })]
    expect(draw(runs, 0, 0.5, 'b', '1')).toBe(7)
    expect(draw(runs, 0, 0.5, 'b', '8')).toBe(7)
    expect(draw(runs, 0, 0.5, 'c', '4')).toBe(50)
    expect(draw(runs, 0, 0.2, 'c', '8')).toBe(7)
  })

  it('counts runs that still go on as longer than they are', () => {
    const going = past(Array<number>(100).fill(60), { isComplete: false })
    expect(draw(evenly, 0, 0.5)).toBe(50)
    expect(draw([...evenly, ...going], 0, 0.5)).toBe(72)
  })

  it('lets a run that outlasts all others go on about as long again', () => {
    expect(draw(evenly, 200, 0.5)).toBe(400)
  })

  it('takes runs that begin together to be alike', () => {
    const batches = [
      ...past(Array<number>(200).fill(10)),
      ...past(Array<number>(200).fill(90), { startedAt: NOW + 1e9 }),
    ]
    const history = openRunHistory(batches)
    const of = (kind: number, chance: number) =>
      drawRuntime(history, { queueId: 'a', sizeClass: '4', elapsedMs: 0, kind }, chance) / MINUTE
    expect([of(0.1, 0.01), of(0.1, 0.99)]).toEqual([10, 10])
    expect([of(0.9, 0.01), of(0.9, 0.99)]).toEqual([90, 90])
    // None of its own batch lasted that long.
    expect(
      drawRuntime(history, { queueId: 'a', sizeClass: '4', elapsedMs: 20 * MINUTE, kind: 0.1 }, 0.5) / MINUTE,
    ).toBe(90)
  })
})
