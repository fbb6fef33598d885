import { expect, test } from 'vitest'
import { changeAhead, isLight, withChange } from './change-ahead.ts'

const workload = { id: 'a', name: 'train', priority: 80, labels: { team: 'cv' } }

test('labels and priority are shown before they are answered, anything else when it is so', () => {
  expect(isLight({ labels: {} })).toBe(true)
  expect(isLight({ labels: { team: 'nlp' }, spec: { priority: 'high' } })).toBe(true)
  expect(isLight({ spec: { priority: 'high', replicas: 2 } })).toBe(false)
  expect(isLight({ spec: { timeout: null } })).toBe(false)
  expect(changeAhead({ workload: 'a', spec: { replicas: 2 } })).toEqual([])
})

test('a workload is shown as it will be, and no other with it', () => {
  expect(withChange(workload, 'a', { labels: { x: 'y' }, spec: { priority: 'high' } })).toEqual({
    ...workload,
    priority: 125,
    labels: { x: 'y' },
  })
  expect(withChange(workload, 'a', { spec: { priority: 42 } }).priority).toBe(42)
  expect(withChange(workload, 'b', { spec: { priority: 42 } })).toBe(workload)
})

test('lists without it stay the same objects, so that nothing of them is drawn anew', () => {
  const rows = changeAhead({ workload: 'a', labels: {} }).find(({ queryKey }) => queryKey[0] === 'workload-rows')
  const other = { pages: [{ items: [{ ...workload, id: 'b' }], nextPageToken: null }], pageParams: [] }
  expect(rows?.patch(other as never)).toBe(other)
  const list = { pages: [{ items: [workload, { ...workload, id: 'b' }], nextPageToken: null }], pageParams: [] }
  expect(rows?.patch(list as never)).toMatchObject({
    pages: [
      {
        items: [
          { id: 'a', labels: {} },
          { id: 'b', labels: { team: 'cv' } },
        ],
      },
    ],
  })
})
