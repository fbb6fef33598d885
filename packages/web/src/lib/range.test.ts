import { expect, test } from 'vitest'
import { shown } from './range.ts'

test('a page takes the times that it can show, and no others', () => {
  const days = '2026-11-01T00:00Z..2026-11-03T00:00Z'
  expect(shown('7d', ['24h', '7d'], false)).toBe('7d')
  expect(shown('90d', ['24h', '7d'], true)).toBeUndefined()
  expect(shown(days, ['7d'], true)).toBe(days)
  expect(shown(days, ['7d'], false)).toBeUndefined()
  for (const nonsense of ['', 'constructor', 7, null, undefined, '..'])
    expect(shown(nonsense, ['7d'], true)).toBeUndefined()
})
