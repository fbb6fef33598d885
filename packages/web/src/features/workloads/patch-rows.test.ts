import { expect, test } from 'vitest'
import { patchRows, type Pages } from './patch-rows.ts'

const row = (id: string, phase = 'RUNNING') => ({ id, phase })
const list = (pages: { id: string; phase: string }[][], next: string | null): Pages<{ id: string; phase: string }> => ({
  pages: pages.map((items, index) => ({
    items,
    nextPageToken: index === pages.length - 1 ? next : (items.at(-1)?.id ?? null),
  })),
  pageParams: pages.map(() => undefined),
})
const ids = (patched: Pages<{ id: string }>) => patched.pages.map(({ items }) => items.map(({ id }) => id))

test('rows change in their place, also when they do not belong any more', () => {
  const patched = patchRows(list([[row('3'), row('2')], [row('1')]], null), [row('2', 'FAILED')], () => false)
  expect(ids(patched)).toEqual([['3', '2'], ['1']])
  expect(patched.pages[0]?.items[1]?.phase).toBe('FAILED')
})

test('new rows are put where their age belongs', () => {
  expect(
    ids(patchRows(list([[row('5'), row('3')], [row('1')]], null), [row('6'), row('2'), row('4')], () => true)),
  ).toEqual([
    ['6', '5', '4', '3'],
    ['2', '1'],
  ])
})

test('what is older than the last loaded row waits for its page', () => {
  expect(ids(patchRows(list([[row('5'), row('3')]], 'more'), [row('1'), row('4')], () => true))).toEqual([
    ['5', '4', '3'],
  ])
  expect(ids(patchRows(list([[]], null), [row('1')], () => true))).toEqual([['1']])
})

test('nothing fresh leaves the very same list', () => {
  const before = list([[row('1')]], null)
  expect(patchRows(before, [], () => true)).toBe(before)
})
