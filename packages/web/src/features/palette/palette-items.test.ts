import { expect, test } from 'vitest'
import { safeNext } from '../identity/safe-next.ts'
import { rank, score, type PaletteItem } from './palette-items.ts'

const item = (name: string): PaletteItem => ({
  id: name,
  kind: 'page',
  name,
  detail: undefined,
  keys: undefined,
  run: () => undefined,
})

test('words may stand in any order, and beginnings count more', () => {
  expect(score('vision train-a', 'train vis')).toBeGreaterThan(0)
  expect(score('vision', 'x')).toBe(0)
  expect(rank([item('overview'), item('vision'), item('television')], 'vi', 5).map(({ name }) => name)).toEqual([
    'vision',
    'overview',
    'television',
  ])
})

test('a sign-in leads only to pages of this console', () => {
  expect(safeNext('/workloads?q=a')).toBe('/workloads?q=a')
  for (const foreign of ['https://evil.example', '//evil.example', String.raw`/\evil.example`, undefined, 'workloads'])
    expect(safeNext(foreign)).toBe('/')
})
