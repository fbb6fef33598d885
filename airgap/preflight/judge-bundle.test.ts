import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Release } from '../release/release.ts'
import { judgeSchema } from './check-schema.ts'
import { checkHost } from './host-checks.ts'
import { judgeMachine, judgeRelease, judgeUnpacking } from './judge-bundle.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-host-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const RELEASE = { version: '1.4.0', counter: 40, upgradeFrom: { oldest: '1.2.0', newest: '1.4.0' } }

test.each([
  [undefined, 'pass', '40; nothing is installed'],
  [{ version: '1.4.0', counter: 40 }, 'pass', '40, which runs'],
  [{ version: '1.2.0', counter: 20 }, 'pass', '40 (1.4.0) over 20 (1.2.0)'],
  [{ version: '1.1.9', counter: 19 }, 'fail', 'upgrade to 1.2.0 first'],
  [{ version: '1.5.0', counter: 50 }, 'fail', './airgap rollback'],
])('B2 of a release over %j is a %s', (installed, result, text) => {
  const check = judgeRelease(RELEASE, installed)
  expect(check).toMatchObject({ id: 'B2', result })
  expect(`${check.seen}: ${check.fix}`).toContain(text)
})

test('B3: programs of another architecture than this machine are a failure', () => {
  expect(judgeMachine('x64', { architecture: 'amd64' })).toMatchObject({ id: 'B3', result: 'pass', seen: 'amd64' })
  expect(judgeMachine('arm64', { architecture: 'amd64' })).toMatchObject({
    result: 'fail',
    fix: expect.stringContaining('take the one for arm64'),
  })
})

test('B4: every folder that a launcher may unpack into has to hold what it unpacks', () => {
  const places = [
    { at: '/tmp', free: 200_000_000 },
    { at: '/work', free: 100_000_000 },
  ]
  expect(judgeUnpacking(90_000_000, places)).toMatchObject({ id: 'B4', result: 'pass' })
  expect(judgeUnpacking(130_000_000, places)).toMatchObject({
    result: 'fail',
    seen: '100.0 MB under /work',
    fix: expect.stringContaining('FAIRLEAD_AIRGAP_WORK'),
  })
})

test('B4 counts what this run has unpacked, and looks where the next one will', () => {
  const runtime = join(home, 'fairlead-airgap.1')
  mkdirSync(join(runtime, 'lib'), { recursive: true })
  writeFileSync(join(runtime, 'lib/node'), 'x'.repeat(1000))
  const bundle = { release: { version: '1.4.0', architecture: 'amd64' } as Release, bytes: 2 ** 60 } as OpenBundle
  const look = (env: Record<string, string>) => checkHost(bundle, { env }).find(({ id }) => id === 'B4')
  const work = join(home, 'work')
  mkdirSync(work)
  expect(look({ FAIRLEAD_AIRGAP_RUNTIME: runtime, FAIRLEAD_AIRGAP_WORK: work })).toMatchObject({
    result: 'pass',
    seen: expect.stringMatching(new RegExp(` under ${home}, .* under ${work}$`)),
  })
  // More than any disk has.
  expect(look({ FAIRLEAD_AIRGAP_WORK: work })).toMatchObject({ result: 'fail', seen: expect.stringContaining(work) })
})

/** Of the first and the newest migration of this release, which every later one comes after. */
const [FIRST, LATER] = [1_795_305_855_973, 8_000_000_000_000]

test.each([
  [{ newest: 0, oldestReader: Infinity, drift: [] }, 'pass', 'empty'],
  [{ newest: 0, oldestReader: Infinity, drift: ['table theirs'] }, 'warn', 'of somebody else: table theirs'],
  [{ newest: FIRST, oldestReader: 0, drift: [] }, 'pass', 'as 0000_tables has made it'],
  [{ newest: FIRST, oldestReader: 0, drift: ['table users'] }, 'fail', 'changed by hand: table users'],
  [{ newest: LATER, oldestReader: FIRST, drift: ['table users'] }, 'warn', 'as after a rollback'],
  [{ newest: LATER, oldestReader: LATER, drift: [] }, 'fail', 'this release cannot read it'],
  [{ newest: LATER, oldestReader: Infinity, drift: [] }, 'fail', 'this release cannot read it'],
  [{ newest: FIRST, oldestReader: 0, drift: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }, 'fail', 'a, b, c, d, e and 2 more'],
])('D7 of %j is a %s', (seen, result, text) => {
  const check = judgeSchema(seen)
  expect(check).toMatchObject({ id: 'D7', result })
  expect(`${check.seen}: ${check.fix}`).toContain(text)
})
