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
  expect(checkAudit(file)).toMatchObject({
    lines: 3,
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
    problem: undefined,
  })
  expect(checkAudit(join(home, 'none'))).toMatchObject({ lines: 0, problem: undefined })
})

test('a changed line, a line that is gone and lines in another order are found', () => {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  writeFileSync(file, `${lines.join('\n').replace('prepare backend', 'prepare cluster')}\n`)
  expect(checkAudit(file)).toMatchObject({ lines: 1, problem: 'line 2 was changed' })
  writeFileSync(file, `${lines[0]}\n${lines[2]}\n`)
  expect(checkAudit(file).problem).toBe('line 2 has the number 3: a line is missing')
  writeFileSync(file, `${lines[0]}\n${lines[2]!.replace('"seq":3', '"seq":2')}\n`)
  expect(checkAudit(file).problem).toBe('line 2 does not follow the line before it')
})

test('a line that was cut off, and one that is no line, are told with their number', () => {
  const text = readFileSync(file, 'utf8').trim()
  writeFileSync(file, text.slice(0, -10))
  expect(checkAudit(file)).toMatchObject({ lines: 2, problem: 'line 3 is not whole' })
  // What is done afterwards is on the trail all the same.
  expect(appendAudit(file, { at: 0, action: 'doctor', details: {} })).toMatchObject({ seq: 3 })
  expect(checkAudit(file)).toMatchObject({ lines: 2, problem: 'line 3 is not whole' })
  writeFileSync(file, `${text}\nnull\n`)
  expect(checkAudit(file)).toMatchObject({ lines: 3, problem: 'line 4 is not whole' })
})

test('the hash of the last line tells whoever has noted it that lines at the end are gone', () => {
  const { head } = checkAudit(file)
  const [first, second] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, `${first}\n${second}\n`)
  expect(checkAudit(file)).toMatchObject({ lines: 2, problem: undefined })
  expect(checkAudit(file).head).not.toBe(head)
})
