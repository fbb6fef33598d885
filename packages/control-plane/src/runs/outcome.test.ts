import { expect, test } from 'vitest'
import { RUN_REASONS } from '@fairlead/protocol'
import { outcomeOf, type WorkloadSide } from './outcome.ts'

const waiting: WorkloadSide = {
  intent: 'run',
  generation: 1,
  preemptions: 0,
  failures: 0,
  retry: { max: 0, on: ['EXIT_NONZERO'] },
}

test('preemption, decline and lost nodes send work back and cost no retry', () => {
  for (const reason of ['DECLINED', 'NODE_LOST', 'EVICTED', 'CLUSTER_LOST'] as const) {
    expect(outcomeOf({ phase: 'FAILED', reason }, waiting)).toMatchObject({ event: 'run.returned', isFailure: false })
  }
  expect(outcomeOf({ phase: 'CANCELLED', reason: 'PREEMPTED' }, waiting)).toMatchObject({
    event: 'run.returned',
    isFailure: false,
  })
})

test('a failure of its own is tried again as often as its owner said, and no more', () => {
  const twice = { ...waiting, retry: { max: 2, on: ['EXIT_NONZERO'] } }
  const end = { phase: 'FAILED', reason: 'EXIT_NONZERO' } as const
  expect(outcomeOf(end, { ...twice, failures: 0 }).event).toBe('run.returned')
  expect(outcomeOf(end, { ...twice, failures: 1 }).event).toBe('run.returned')
  expect(outcomeOf(end, { ...twice, failures: 2 }).event).toBe('run.failed')
  expect(outcomeOf({ phase: 'FAILED', reason: 'TIMEOUT' }, twice).event).toBe('run.failed')
})

test('a platform that keeps breaking the same work gives it up in the end', () => {
  expect(outcomeOf({ phase: 'FAILED', reason: 'NODE_LOST' }, { ...waiting, generation: 21 }).event).toBe('run.failed')
})

test('an owner who cancelled or stopped meanwhile gets that, not another run', () => {
  for (const reason of ['DECLINED', 'NODE_LOST'] as const) {
    expect(outcomeOf({ phase: 'FAILED', reason }, { ...waiting, intent: 'cancel' }).event).toBe('run.cancelled')
    expect(outcomeOf({ phase: 'FAILED', reason }, { ...waiting, intent: 'suspend' }).event).toBe('run.suspended')
  }
})

test('work that was resumed while it was still stopping goes back to the queue', () => {
  expect(outcomeOf({ phase: 'CANCELLED', reason: 'SUSPENDED' }, waiting).event).toBe('run.returned')
  expect(outcomeOf({ phase: 'CANCELLED', reason: 'SUSPENDED' }, { ...waiting, intent: 'suspend' }).event).toBe(
    'run.suspended',
  )
})

test('every reason has an outcome, a reason of a newer agent too', () => {
  for (const reason of [...RUN_REASONS, 'unknown' as const, undefined]) {
    for (const phase of ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const) {
      expect(outcomeOf({ phase, reason }, waiting).event).toMatch(/^run\./)
    }
  }
})
