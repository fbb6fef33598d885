import { randomUUID } from 'node:crypto'
import { isFinalRunPhase, RUN_PHASES, type RunPhase } from '@fairlead/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ObservedRun } from '../drivers/driver.ts'
import { reconcile, reconcileRun, type RunView, type Surroundings } from './reconcile.ts'
import type { Wish } from './wish.ts'

const runId = randomUUID()
const NOW = 1_000_000
const calm: Surroundings = { now: NOW, isAuthoritative: true, mayStart: true }

function wish(overrides: Partial<Wish> = {}): Wish {
  return {
    runId,
    generation: 2,
    rev: 1,
    stop: undefined,
    graceMs: 5_000,
    timeoutMs: undefined,
    timeoutSeconds: undefined,
    ...overrides,
  }
}

function seen(phase: RunPhase, generation = 2, startedAt?: number): ObservedRun {
  return { runId, generation, phase, ...(startedAt === undefined ? {} : { startedAt }) }
}

function view(overrides: Partial<RunView> = {}): RunView {
  return { runId, wish: wish(), isRefused: false, seen: [], isOwned: true, isReported: false, ...overrides }
}

function deeds(overrides: Partial<RunView>, around: Partial<Surroundings> = {}): string[] {
  return reconcileRun(view(overrides), { ...calm, ...around }).actions.map((action) => action.do)
}

describe('reconcile', () => {
  test('a wanted run that is not there is started', () => {
    expect(deeds({})).toEqual(['start'])
  })

  test('a run that is there is left alone in every phase', () => {
    for (const phase of RUN_PHASES) expect(deeds({ seen: [seen(phase)] })).toEqual([])
  })

  test('a run of an earlier life is adopted, not started', () => {
    expect(deeds({ seen: [seen('RUNNING')], isOwned: false })).toEqual(['adopt'])
  })

  test('without contact, or before everything is heard, nothing is started and nothing is stopped', () => {
    expect(deeds({}, { mayStart: false })).toEqual([])
    expect(deeds({ seen: [seen('RUNNING')] }, { mayStart: false })).toEqual([])
  })

  test('a refused generation is never started', () => {
    expect(deeds({ isRefused: true })).toEqual([])
  })

  test('a run that is to end is stopped once, with its reason', () => {
    const stop = { reason: 'PREEMPTED', message: 'made room', graceMs: 5_000 } as const
    const { actions } = reconcileRun(view({ wish: wish({ stop }), seen: [seen('RUNNING')] }), calm)
    expect(actions).toEqual([{ do: 'stop', ref: { runId, generation: 2 }, order: stop }])
    expect(deeds({ wish: wish({ stop }), seen: [seen('CANCELLING')] })).toEqual([])
    expect(deeds({ wish: wish({ stop }), seen: [seen('SUCCEEDED')] })).toEqual([])
  })

  test('a run that is to end before it began is reported as ended, once', () => {
    const stop = { reason: 'USER_CANCEL', message: 'no', graceMs: 0 } as const
    const { actions } = reconcileRun(view({ wish: wish({ stop }) }), calm)
    expect(actions).toMatchObject([{ do: 'report', run: { phase: 'CANCELLED', reason: 'USER_CANCEL' } }])
    expect(deeds({ wish: wish({ stop }), isReported: true })).toEqual([])
    const late = reconcileRun(view({ wish: wish({ stop: { ...stop, reason: 'TIMEOUT' } }) }), calm)
    expect(late.actions).toMatchObject([{ do: 'report', run: { phase: 'FAILED', reason: 'TIMEOUT' } }])
  })

  test('a run past its time limit is stopped as TIMEOUT, and before it is looked at again in time', () => {
    const limited = wish({ timeoutMs: 1_000, timeoutSeconds: 1 })
    const early = reconcileRun(view({ wish: limited, seen: [seen('RUNNING', 2, NOW - 400)] }), calm)
    expect(early).toEqual({ actions: [], wakeAt: NOW + 600 })
    const late = reconcileRun(view({ wish: limited, seen: [seen('RUNNING', 2, NOW - 1_000)] }), calm)
    expect(late.actions).toMatchObject([{ do: 'stop', order: { reason: 'TIMEOUT' } }])
  })

  test('an older generation ends and is forgotten before the newer one begins', () => {
    expect(deeds({ seen: [seen('RUNNING', 1)] })).toEqual(['stop'])
    expect(deeds({ seen: [seen('CANCELLING', 1)] })).toEqual([])
    expect(deeds({ seen: [seen('CANCELLED', 1)] })).toEqual(['forget', 'start'])
  })

  test('a newer generation than the wanted one fences it off', () => {
    expect(deeds({ seen: [seen('RUNNING', 3)] })).toEqual([])
    expect(deeds({ seen: [seen('SUCCEEDED', 3)] })).toEqual([])
  })

  test('a run that nobody wants ends and is forgotten, but only when it is known what is wanted', () => {
    expect(deeds({ wish: undefined, seen: [seen('RUNNING')] }, { isAuthoritative: false })).toEqual([])
    expect(deeds({ wish: undefined, seen: [seen('RUNNING')] })).toEqual(['stop'])
    expect(deeds({ wish: undefined, seen: [seen('SUCCEEDED')] })).toEqual(['forget'])
    expect(deeds({ wish: undefined, seen: [] })).toEqual([])
  })

  test('for every phase, wish and surrounding: at most one start, never beside a living generation, never twice, never against a fence', () => {
    const generations = fc.uniqueArray(
      fc.record({ generation: fc.integer({ min: 1, max: 4 }), phase: fc.constantFrom(...RUN_PHASES) }),
      { selector: (each) => each.generation, maxLength: 4 },
    )
    const stop = fc.option(fc.constantFrom('USER_CANCEL' as const, 'PREEMPTED' as const, 'TIMEOUT' as const), {
      nil: undefined,
    })
    fc.assert(
      fc.property(
        generations,
        fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
        stop,
        fc.record({ isRefused: fc.boolean(), isOwned: fc.boolean(), isReported: fc.boolean() }),
        fc.record({ isAuthoritative: fc.boolean(), mayStart: fc.boolean() }),
        (world, wanted, reason, flags, around) => {
          const order = reason === undefined ? undefined : { reason, message: '', graceMs: 0 }
          const each: RunView = {
            runId,
            wish: wanted === undefined ? undefined : wish({ generation: wanted, stop: order }),
            seen: world.map(({ generation, phase }) => seen(phase, generation)),
            ...flags,
          }
          const verdict = reconcile([each], { now: NOW, ...around }).get(runId)
          const starts = verdict?.actions.filter((action) => action.do === 'start') ?? []
          expect(starts.length).toBeLessThanOrEqual(1)
          if (starts.length === 1) {
            expect(around.mayStart && !flags.isRefused && order === undefined).toBe(true)
            expect(world.every(({ generation }) => generation < (wanted ?? 0))).toBe(true)
            expect(world.every(({ phase }) => isFinalRunPhase(phase))).toBe(true)
          }
          for (const action of verdict?.actions ?? []) {
            if (action.do === 'forget') {
              const target = world.find(({ generation }) => generation === action.ref.generation)
              expect(target !== undefined && isFinalRunPhase(target.phase)).toBe(true)
            }
            if (action.do === 'stop' && order === undefined) expect(action.ref.generation).not.toBe(wanted)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
