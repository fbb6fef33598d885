import { expect, test } from 'vitest'
import { readTold, withTold } from './told.ts'

test('what is kept of workloads to tell of is read field by field, and nonsense is nothing', () => {
  const told = { a: { name: 'train', phase: 'QUEUED' } }
  expect(readTold(JSON.stringify(told))).toEqual(told)
  expect(readTold(JSON.stringify({ ...told, b: { name: 1 }, c: null }))).toEqual(told)
  for (const nonsense of [null, '', '[]', 'null', '{', '7']) expect(readTold(nonsense)).toEqual({})
})

test('the newest fifty are told of', () => {
  let list = {}
  for (let index = 0; index < 60; index += 1) list = withTold(list, `w${index}`, { name: 'x', phase: 'QUEUED' })
  expect(Object.keys(list)).toHaveLength(50)
  expect(Object.keys(list).at(-1)).toBe('w59')
  expect(Object.keys(withTold(list, 'w10', { name: 'x', phase: 'RUNNING' })).at(-1)).toBe('w10')
})
