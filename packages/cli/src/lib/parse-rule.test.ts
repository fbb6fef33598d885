import { expect, test } from 'vitest'
import { neighbours, rules } from './parse-rule.ts'

test('rules are read in the words of Kubernetes', () => {
  const texts = [
    'zone=a',
    'zone != b',
    'fairlead.dev/region in (eu, us)',
    'tier notin (x)',
    'gpu',
    '!spot',
    'cores>8',
    'cores < 64',
  ]
  expect(texts.reduce<ReturnType<typeof rules>>((before, text) => rules(text, before), [])).toEqual([
    { key: 'zone', operator: 'In', values: ['a'] },
    { key: 'zone', operator: 'NotIn', values: ['b'] },
    { key: 'fairlead.dev/region', operator: 'In', values: ['eu', 'us'] },
    { key: 'tier', operator: 'NotIn', values: ['x'] },
    { key: 'gpu', operator: 'Exists', values: [] },
    { key: 'spot', operator: 'DoesNotExist', values: [] },
    { key: 'cores', operator: 'Gt', values: ['8'] },
    { key: 'cores', operator: 'Lt', values: ['64'] },
  ])
})

test('what is no rule is told with examples of one', () => {
  for (const text of ['', 'a b', 'zone in a', '=a']) expect(() => rules(text)).toThrow(/such as "zone=a"/)
})

test('neighbours are a level and labels', () => {
  expect(neighbours('zone:app=web,tier=front')).toEqual([{ level: 'zone', labels: { app: 'web', tier: 'front' } }])
  for (const text of ['app=web', 'node:', 'node:app']) expect(() => neighbours(text)).toThrow(/such as node:app=web/)
})
