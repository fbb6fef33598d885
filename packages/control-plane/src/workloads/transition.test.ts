import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WORKLOAD_PHASES } from '../db/schema/workloads.ts'
import { TRANSITIONS, WORKLOAD_EVENTS, hasRun, isFinal, nextPhase } from './transition.ts'

test('what has ended stays as it is, whatever happens', () => {
  for (const phase of WORKLOAD_PHASES.filter(isFinal)) {
    for (const event of WORKLOAD_EVENTS) expect(['same', 'refuse']).toContain(nextPhase(phase, event))
  }
})

test('every phase answers every event', () => {
  expect(Object.keys(TRANSITIONS).toSorted()).toEqual([...WORKLOAD_PHASES].toSorted())
  for (const phase of WORKLOAD_PHASES)
    expect(Object.keys(TRANSITIONS[phase]).toSorted()).toEqual([...WORKLOAD_EVENTS].toSorted())
})

test('the end of a run always leads out of a phase that has one', () => {
  const ends = ['run.succeeded', 'run.failed', 'run.returned', 'run.cancelled', 'run.suspended'] as const
  for (const phase of WORKLOAD_PHASES.filter(hasRun)) {
    for (const event of ends) {
      const next = nextPhase(phase, event)
      expect(next === 'same' || next === 'refuse' || hasRun(next)).toBe(false)
    }
  }
})

test('work that was told to cancel never waits or runs again', () => {
  const events = fc.array(fc.constantFrom(...WORKLOAD_EVENTS), { maxLength: 40 })
  fc.assert(
    fc.property(events, (happening) => {
      let phase: (typeof WORKLOAD_PHASES)[number] = 'CANCELLING'
      for (const event of happening) {
        const next = nextPhase(phase, event)
        if (next !== 'same' && next !== 'refuse') phase = next
        expect(['CANCELLING', 'CANCELLED', 'SUCCEEDED', 'FAILED']).toContain(phase)
      }
    }),
  )
})
