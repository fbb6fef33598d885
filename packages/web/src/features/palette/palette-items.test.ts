import { expect, test } from 'vitest'
import { safeNext } from '../identity/safe-next.ts'
import { hereItems } from './here-items.ts'
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

test('what the open page can do now is offered by name, once for each key, and nothing that would do nothing', () => {
  const shortcut = (keys: string, about: string, group = 'This page', isPossible = true) => ({
    keys,
    own: keys === 's' ? 'z' : keys,
    about,
    group,
    run: () => undefined,
    isPossible: () => isPossible,
  })
  const items = hereItems([
    shortcut('Mod+k', 'Search or jump to', 'Everywhere'),
    shortcut('g o', 'Overview', 'Go to'),
    shortcut('j', 'Next row', 'Tables'),
    shortcut('c', 'Copy as CLI'),
    shortcut('s', 'Stop'),
    shortcut('r', 'Resume', 'This page', false),
    shortcut('w', 'What if', 'Queue'),
    shortcut('c', 'Copy: secret'),
  ])
  expect(items.map(({ name, keys }) => [name, keys])).toEqual([
    ['Copy: secret', 'c'],
    ['Stop', 'z'],
    ['What if', 'w'],
  ])
})
