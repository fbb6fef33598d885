import { applyDeltas, createState, DEFAULT_POLICY, planRound } from '@fairlead/scheduler'
import { describe, expect, test } from 'vitest'
import { checkPlan } from './check-plan.ts'
import { halfReclaim, kaiReclaim } from './kai-reclaim.ts'
import { kueueTas } from './kueue-tas.ts'
import type { RoundCase } from './measure-round.ts'
import { countsOf, parseOptions } from './options.ts'
import { planDigest } from './plan-digest.ts'
import { slope } from './scale.ts'
import { scheduleMany } from './schedule-many.ts'
import { traceMix } from './trace-mix.ts'
import { NOW } from './world.ts'
import { yunikorn } from './yunikorn.ts'

function decide(one: RoundCase) {
  const state = createState()
  applyDeltas(state, one.deltas())
  const plan = planRound(state, { ...DEFAULT_POLICY, placementsMaxPerRound: 100_000, ...one.policy }, inputs)
  return { digest: planDigest(plan), ...checkPlan(state, plan) }
}
const inputs = { now: NOW, random: () => 0 }

describe('shapes of the engine bench', () => {
  test('as many small jobs as cores are all placed, and no more than that', () => {
    expect(decide(scheduleMany(320, 10))).toMatchObject({ placed: 320, waiting: 0, violations: 'none' })
    expect(decide(scheduleMany(640, 10))).toMatchObject({ placed: 320, waiting: 320, violations: 'none' })
  })

  test('every pod of the two queues with guarantees is placed', () => {
    expect(decide(yunikorn(500))).toMatchObject({ placed: 10_000, waiting: 0, violations: 'none' })
  })

  test('a queue that deserves everything takes everything, one that deserves half takes half', () => {
    expect(decide(kaiReclaim(10))).toMatchObject({ preempted: 80, nominated: 80, violations: 'none' })
    expect(decide(halfReclaim(10))).toMatchObject({ preempted: 40, nominated: 40, violations: 'none' })
  })

  test('the gang of 200 pods is nominated as a whole for the room of less urgent gangs', () => {
    const { nominated, preempted, violations } = decide(kueueTas(false))
    expect({ nominated, violations }).toEqual({ nominated: 1, violations: 'none' })
    expect(preempted).toBeGreaterThan(0)
  })

  test('the mix of two traces breaks nothing and is the same each time', () => {
    const size = { jobs: 2_000, nodes: 200, queues: 20 }
    const first = decide(traceMix(size, true))
    expect(first.violations).toBe('none')
    expect(first.placed).toBeGreaterThan(0)
    expect(decide(traceMix(size, true))).toEqual(first)
  })

  test('the exponent of a power law is found', () => {
    expect(slope([1, 10, 100], [3, 30, 300])).toBeCloseTo(1)
    expect(slope([1, 10, 100], [5, 500, 50_000])).toBeCloseTo(2)
  })

  test('options stand before their words, and what is no count is refused in one sentence', () => {
    expect(parseOptions(['--kai-reclaim', '500'])).toMatchObject({ kaiReclaim: true, scale: false, words: ['500'] })
    expect(countsOf([], 'yunikorn', [500])).toEqual([500])
    expect(() => countsOf(['many'], 'yunikorn', [])).toThrow(
      '--yunikorn: "many" is not a count; give a whole number above 0',
    )
  })

  test('what cannot be asked for is refused in one sentence', () => {
    expect(() => parseOptions(['--fast'])).toThrow(
      "Unknown option '--fast'; options are --schedule-many, --armada-spec,",
    )
    expect(() => parseOptions(['--scale', '--openb'])).toThrow('--openb and --scale are a bench each; give one of them')
    expect(() => parseOptions(['--kueue-tas', '5'])).toThrow('--kueue-tas takes nothing after it; there is "5"')
    expect(() => parseOptions(['--openb', 'nodes.csv'])).toThrow('--openb takes two files')
    expect(() => parseOptions(['--schedule-many', '1', '2', '3'])).toThrow(
      '--schedule-many takes a number of jobs and one',
    )
  })
})
