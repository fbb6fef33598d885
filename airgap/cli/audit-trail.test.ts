import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendAudit, checkAudit } from './audit-trail.ts'

let home: string
let file: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-trail-'))
  file = join(home, 'state/audit.jsonl')
  for (const action of ['verify', 'prepare backend', 'apply backend'])
    appendAudit(file, { at: 0, action, details: { release: 1 } })
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

test('a trail that nobody has touched is good, and an absent one, too', () => {
  expect(checkAudit(file)).toBeUndefined()
  expect(checkAudit(join(home, 'none'))).toBeUndefined()
})

test('a changed line, a line that is gone and lines in another order are found', () => {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  writeFileSync(file, `${lines.join('\n').replace('prepare backend', 'prepare cluster')}\n`)
  expect(checkAudit(file)).toBe('line 2 was changed')
  writeFileSync(file, `${lines[0]}\n${lines[2]}\n`)
  expect(checkAudit(file)).toBe('line 2 has the number 3: a line is missing')
  writeFileSync(file, `${lines[0]}\n${lines[2]!.replace('"seq":3', '"seq":2')}\n`)
  expect(checkAudit(file)).toBe('line 2 does not follow the line before it')
})
