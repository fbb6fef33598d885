import { expect, test } from 'vitest'
import { rules } from '../../cli/src/lib/parse-rule.ts'
import { readRules, writeRules } from '../src/features/placement/label-rules.ts'

const LINES = [
  'zone=a',
  'zone!=a',
  'zone in (a,b)',
  'zone notin (a,b)',
  'gpu',
  '!gpu',
  'cores>8',
  'cores<64',
  'example.com/tier=',
]

test('a line of a rule means here what it means to the command line, and is written as it was typed', () => {
  for (const line of LINES) {
    expect(readRules(line), line).toEqual({ rules: rules(line), error: undefined })
    expect(writeRules(readRules(line).rules)).toBe(line)
  }
  expect(readRules(LINES.join('\n')).rules).toHaveLength(LINES.length)
})

test('what is no rule is refused with its line', () => {
  expect(readRules('zone=a\n\nzone in a').error).toMatch(/^line 3: write/)
  expect(readRules('cores>many').error).toMatch(/whole number/)
})
