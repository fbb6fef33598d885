import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fingerprintOf } from './public-keys.ts'
import { objectionTo, readKeyHistory } from './key-history.ts'
import { runKeys } from './run-keys.ts'
import { publicKeysOf, readSigningKeys } from './signing-keys.ts'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-keys-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const keys = (...args: string[]) => runKeys(args, home)

test('a vendor makes a root, adds a key, ends it for the next one, and revokes it, each step a new list', () => {
  for (const name of ['root', 'one', 'two', 'stranger']) expect(keys('new', `${name}.pem`)).toContain(name)
  const of = (name: string) => fingerprintOf(publicKeysOf(readSigningKeys(join(home, `${name}.pem`))))
  const root = ['--root', 'root.pem']
  keys('add', 'trust', ...root, '--key', 'one.pem', '--from', '2026-01-01')
  expect(() => keys('add', 'trust', ...root, '--key', 'one.pem')).toThrow('already')
  keys('end', 'trust', ...root, '--fingerprint', of('one'), '--until', '2026-06-30')
  keys('add', 'trust', ...root, '--key', 'two.pem', '--from', '2026-07-01')
  const history = readKeyHistory(join(home, 'trust'))!
  expect(history).toMatchObject({ serial: 3, root: of('root') })
  expect(objectionTo(history, of('one'), '2026-06-30')).toBeUndefined()
  expect(objectionTo(history, of('one'), '2026-07-01')).toContain('until 2026-06-30')
  expect(objectionTo(history, of('two'), '2026-07-01')).toBeUndefined()
  const revoke = ['revoke', 'trust', ...root, '--fingerprint', of('one'), '--at', '2026-08-01']
  expect(() => keys(...revoke)).toThrow('--why is missing')
  expect(keys(...revoke, '--why', 'lost')).toContain('revoked 2026-08-01: lost')
  expect(objectionTo(readKeyHistory(join(home, 'trust'))!, of('one'), '2026-01-02')).toContain('lost')
  expect(() => keys('add', 'trust', '--root', 'stranger.pem', '--key', 'one.pem')).toThrow('another root')
})
