import { expect, test } from 'vitest'
import { usedBy } from './workload-top.tsx'

test('what a workload uses is found by its id, and unknown is no zero', () => {
  const line = { kind: 'workload' as const, name: 'a', cluster: 'atlas', allocated: {}, capacity: {}, at: null }
  const top = { asOf: '2026-11-22T12:00:00Z', lines: [{ ...line, id: 'a', used: { gpu: 83.5, memory: 2048 } }] }
  expect(usedBy(top, 'a')).toEqual({ gpu: 83.5, memory: 2048 })
  expect(usedBy(top, 'b')).toEqual({})
  expect(usedBy(undefined, 'a')).toEqual({})
})
