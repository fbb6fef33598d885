import { expect, test } from 'vitest'
import { readPlaywright } from './read-playwright.ts'
import { bareResult } from './ring-result.ts'
import { summarise } from './summarise.ts'

test('the end of a run names what failed, with its words, and what passed at the second try only; the last line has all counts', () => {
  const unit = bareResult({ passed: 3, skipped: 1 })
  const console_ = {
    ...bareResult({ passed: 1, failed: 2 }),
    failures: [{ name: 'a.spec.ts > it opens', message: `expected 1\n${'more\n'.repeat(20)}` }],
    flaky: [{ name: 'b.spec.ts > it closes', message: 'too slow' }],
  }
  const text = summarise([
    { name: 'unit', seconds: 1.2, result: unit },
    { name: 'console', seconds: 60, result: console_ },
  ])
  expect(text).toContain('FAILED  console: a.spec.ts > it opens\n    expected 1\n')
  expect(text).toContain('… 10 more lines above')
  expect(text).toContain('FLAKY  console: b.spec.ts > it closes passed at the second try only\n    too slow')
  expect(text.split('\n').slice(-3)).toEqual([
    'unit       3 passed, 0 failed, 1 skipped (1 s)',
    'console    1 passed, 2 failed, 0 skipped (60 s)',
    '4 passed, 2 failed, 1 skipped',
  ])
})

test('what Playwright tells is read with the names of its groups, and an error outside of tests is a failure', () => {
  const spec = (title: string, status: string, message = '') => ({
    title,
    file: 'a.spec.ts',
    tests: [{ projectName: 'console', status, results: [{ errors: message === '' ? [] : [{ message }] }] }],
  })
  const report = {
    suites: [
      {
        title: 'a.spec.ts',
        specs: [spec('opens', 'expected'), spec('blinks', 'flaky', 'once')],
        suites: [{ title: 'a guest', specs: [spec('enters', 'unexpected', 'no door'), spec('leaves', 'skipped')] }],
      },
    ],
    errors: [{ message: 'the server did not start' }],
  }
  expect(readPlaywright(JSON.stringify(report))).toEqual({
    passed: 2,
    failed: 2,
    skipped: 1,
    failures: [
      { name: 'console > a.spec.ts > a guest > enters', message: 'no door' },
      { name: 'an error that belongs to no test', message: 'the server did not start' },
    ],
    flaky: [{ name: 'console > a.spec.ts > blinks', message: 'once' }],
  })
})
