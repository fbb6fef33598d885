import { expect, test } from 'vitest'
import type { Why } from './gates.ts'
import { startWords } from './start-line.tsx'
import { startSpan, type Estimate } from './start-span.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const after = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()

test('an estimate is a span that claims no more than it knows', () => {
  expect(startSpan({ p50: after(5.2), p90: after(130) }, NOW)).toBe('5m – 2h')
  expect(startSpan({ p50: after(125), p90: after(170) }, NOW)).toBe('in 2h')
  expect(startSpan({ p50: after(-3), p90: after(9) }, NOW)).toBe('now – 9m')
  expect(startSpan({ p50: after(-3), p90: after(-1) }, NOW)).toBe('any moment')
  expect(startSpan({ p50: after(60), p90: null }, NOW)).toBe('1h or later')
  expect(startSpan({ p50: null, p90: null }, NOW)).toBe('not soon')
})

const why = (reason: string, permanent: boolean, startEstimate: Estimate | null, phase = 'QUEUED') =>
  ({ permanent, workload: { status: { phase, reason }, startEstimate } }) as unknown as Why
const estimate = (p50: string | null, p90: string | null) => ({ p50, p90, samples: 40, madeAt: after(-1) })

test('waiting work is told when it is likely to start', () => {
  const words = (p50: string | null, p90: string | null) =>
    startWords(why('NO_CAPACITY', false, estimate(p50, p90)), NOW)
  expect(words(after(5), after(130))).toBe('Likely to start in 5m – 2h.')
  expect(words(after(125), after(170))).toBe('Likely to start in 2h.')
  expect(words(after(-1), after(9))).toBe('Likely to start now – 9m.')
  expect(words(after(60), null)).toBe('Likely to start in 1h or later.')
  expect(words(null, null)).toBe('Not likely to start within the time that was looked ahead.')
})

test('work that no waiting helps, or whose clusters are shut, is told what has to happen first', () => {
  const soon = estimate(after(5), after(9))
  expect(startWords(why('TOO_LARGE', true, soon), NOW)).toBe(
    'Cannot start until there is a larger node, or it asks for less.',
  )
  expect(startWords(why('SOMETHING_NEW', true, null), NOW)).toBe('Cannot start until something is changed.')
  expect(startWords(why('CLUSTER_OFFLINE', false, null), NOW)).toBe(
    'Cannot start until a cluster that it may run on is back in contact.',
  )
  expect(startWords(why('CLUSTER_OFFLINE', false, soon), NOW)).toBe('Likely to start in 5m – 9m.')
})

test('nothing is said of a start that is past, or of which nothing is known', () => {
  expect(startWords(why('NO_CAPACITY', false, null), NOW)).toBeUndefined()
  expect(startWords(why('PREEMPTED', false, null, 'RUNNING'), NOW)).toBeUndefined()
})
