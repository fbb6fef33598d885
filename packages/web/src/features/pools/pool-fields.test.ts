import { expect, test } from 'vitest'
import { changeOf, fieldsOf, problemsOf, type Pool } from './pool-fields.ts'

const pool: Pool = {
  id: 'p1',
  name: 'h100',
  selector: { gpu: 'h100' },
  clusters: [],
  strategy: 'binpack',
  minRuntimeSeconds: 600,
  timeBasedK: null,
  timeBasedHalfLifeSeconds: null,
  topology: ['zone', 'rack'],
  maxWaitSeconds: 43_200,
  preemptionsPerHour: null,
  isDefault: false,
  nodes: { total: 1, ready: 1 },
  capacity: {},
  createdAt: '2026-01-01T00:00:00Z',
}

test('a pool that was not touched asks for nothing, and what was emptied is lifted', () => {
  expect(changeOf(pool, fieldsOf(pool))).toEqual({})
  expect(changeOf(pool, { ...fieldsOf(pool), maxWait: '', minRuntime: '', topology: '' })).toEqual({
    minRuntime: '0s',
    topology: [],
    maxWait: null,
  })
  expect(
    changeOf(pool, { ...fieldsOf(pool), topology: 'zone rack, node', preemptionsPerHour: '0', timeBasedK: '1' }),
  ).toEqual({ topology: ['zone', 'rack', 'node'], preemptionsPerHour: 0, timeBasedK: 1 })
})

test('what a pool cannot be told is refused where it was typed', () => {
  const wrong = (change: Partial<ReturnType<typeof fieldsOf>>) =>
    Object.keys(problemsOf({ ...fieldsOf(pool), ...change }, false))
  expect(wrong({})).toEqual([])
  expect(wrong({ topology: 'rack, rack' })).toEqual(['topology'])
  expect(wrong({ maxWait: 'soon', halfLife: '2 days' })).toEqual(['maxWait', 'halfLife', 'timeBasedK'])
  expect(wrong({ preemptionsPerHour: '-1' })).toEqual(['preemptionsPerHour'])
  expect(wrong({ labels: '' })).toEqual(['labels'])
})
