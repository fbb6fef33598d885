import { describe, expect, it } from 'vitest'
import { calibrate, type ForecastOutcome } from './calibrate.ts'
import { correct } from './calibration.ts'
import { seededRandom } from './seeded-random.ts'

const HOUR = 3_600_000

/** Waits are exponential; forecasts know their law but for a factor. */
function outcomes(count: number, bias: (index: number) => number, seed = 7): ForecastOutcome[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => {
    const madeAt = index * HOUR
    const mean = (0.5 + 3 * random()) * HOUR
    const waitMs = -mean * Math.log(1 - random())
    const drawn = { p50At: madeAt + mean * Math.LN2 * bias(index), p90At: madeAt + mean * Math.LN10 * bias(index) }
    const sizeClass = index % 2 === 0 ? '1' : '8'
    return { forecast: { madeAt, sizeClass, startsNow: false, drawn }, startedAt: madeAt + waitMs, seenUntil: 1e15 }
  })
}

describe('calibrate', () => {
  it('leaves forecasts that hold as they are', () => {
    const { waiting, calibration } = calibrate(outcomes(1_500, () => 1))
    expect(waiting.p90Drawn).toBeCloseTo(0.9, 1)
    expect(waiting.p90).toBeGreaterThan(0.87)
    expect(waiting.p90).toBeLessThan(0.93)
    for (const factor of calibration.p90.factors) expect(Math.abs(Math.log(factor))).toBeLessThan(0.5)
  })

  it.each([0.25, 4])('makes forecasts hold that are off by a factor of %d', (bias) => {
    const { waiting } = calibrate(outcomes(1_500, () => bias))
    expect(Math.abs(waiting.p90Drawn - 0.9)).toBeGreaterThan(0.09)
    expect(waiting.p90).toBeGreaterThan(0.86)
    expect(waiting.p90).toBeLessThan(0.94)
    expect(waiting.p50).toBeGreaterThan(0.44)
    expect(waiting.p50).toBeLessThan(0.56)
  })

  it('follows when the world changes', () => {
    const { waiting } = calibrate(outcomes(2_000, (index) => (index < 1_000 ? 1 : 0.3)))
    expect(waiting.p90).toBeGreaterThan(0.85)
  })

  it('gives a correction that makes new forecasts hold', () => {
    const { calibration } = calibrate(outcomes(1_000, () => 0.3))
    const fresh = outcomes(1_000, () => 0.3, 99)
    const held = fresh.filter(
      ({ forecast, startedAt }) => startedAt! <= correct(calibration, forecast.madeAt, forecast.drawn).p90At!,
    )
    expect(held.length).toBeGreaterThan(850)
    expect(held.length).toBeLessThan(950)
  })

  it('counts work that waits on past its forecast as broken, and leaves open what may still hold', () => {
    const drawn = { p50At: HOUR, p90At: 2 * HOUR }
    const forecast = { madeAt: 0, sizeClass: '1', startsNow: false, drawn }
    expect(calibrate([{ forecast, seenUntil: 3 * HOUR }])).toMatchObject({ waiting: { count: 1, p90: 0 }, open: 0 })
    expect(calibrate([{ forecast, seenUntil: HOUR }])).toMatchObject({ waiting: { count: 0 }, open: 1 })
  })

  it('learns from work that waits beyond its forecast while it waits', () => {
    const waiting = Array.from({ length: 40 }, (_, index): ForecastOutcome => {
      const madeAt = index * HOUR
      const drawn = { p50At: madeAt + HOUR, p90At: madeAt + 2 * HOUR }
      return { forecast: { madeAt, sizeClass: '1', startsNow: false, drawn }, seenUntil: 40 * HOUR }
    })
    const { calibration } = calibrate(waiting)
    expect(correct(calibration, 0, { p90At: 2 * HOUR }).p90At).toBeGreaterThan(8 * HOUR)
  })

  it('takes what happens to a burst for one experience and not for many', () => {
    const burst = Array.from({ length: 500 }, (): ForecastOutcome => {
      const drawn = { p50At: HOUR, p90At: 2 * HOUR }
      return { forecast: { madeAt: 0, sizeClass: '1', startsNow: false, drawn }, startedAt: 20 * HOUR, seenUntil: 1e15 }
    })
    const [one, many] = [burst.slice(0, 1), burst].map((list) => calibrate(list).calibration.p90.factors)
    for (const [index, factor] of many!.entries()) expect(factor).toBeCloseTo(one![index]!, 5)
  })

  it('tells apart work that was to start at once', () => {
    const forecast = { madeAt: 0, sizeClass: '1', startsNow: true, drawn: { p50At: 0, p90At: 0 } }
    const report = calibrate([
      { forecast, startedAt: 10, seenUntil: HOUR },
      { forecast, startedAt: HOUR, seenUntil: HOUR },
    ])
    expect(report).toMatchObject({
      startsNow: { count: 2, held: 0.5 },
      waiting: { count: 0 },
      all: { count: 2, p90: 0.5 },
    })
  })

  it('knows nothing from nothing', () => {
    const { calibration } = calibrate([])
    expect(correct(calibration, 5, { p50At: 10, p90At: 20 })).toEqual({ p50At: 10, p90At: 20 })
    expect(correct(calibration, 5, {})).toEqual({})
  })
})
