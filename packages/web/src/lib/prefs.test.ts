import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPrefs } from './prefs.ts'

test('a field that makes no sense falls back alone', () => {
  const prefs = readPrefs(
    '{"density":"comfortable","zone":"Middle/Earth","hiddenColumns":{"workloads":["cpu",3],"other":"x"}}',
  )
  expect(readPrefs('{"ownKeys":{"g w":"v","p":3,"y":""}}').ownKeys).toEqual({ 'g w': 'v' })
  expect(readPrefs('{"views":{"mine":{"q":"a"},"odd":3}}').views).toEqual({ mine: { q: 'a' } })
  expect(prefs.density).toBe('comfortable')
  expect(prefs.zone).toBe('browser')
  expect(prefs.hiddenColumns).toEqual({ workloads: ['cpu'] })
})

test('no stored text, whatever it holds, keeps the console from starting', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(null)), (text) => {
      const { density, zone, areShortcutsOn } = readPrefs(text)
      expect(['compact', 'comfortable']).toContain(density)
      expect(typeof zone).toBe('string')
      expect(typeof areShortcutsOn).toBe('boolean')
    }),
  )
})
