import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeBackupKey } from '../life/backup-key.ts'
import { signingFileOf } from '../life/signing-key.ts'
import { checkBackups } from './backup-checks.ts'

let home: string
let keyFile: string
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-d8-'))
  keyFile = join(home, 'backup.key')
  await makeBackupKey(keyFile, () => 0)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const results = (backup: Parameters<typeof checkBackups>[0]['backup'], bytes?: number) =>
  checkBackups({ backup }, bytes).map(({ result, seen }) => `${result} ${seen}`)

test('a key that can be read and a place that can be written to pass, and nothing is left there', () => {
  const folder = join(home, 'still/to/be/made')
  const [key, signing, place] = results({ keyFile, folder })
  expect(key).toBe(`pass ${keyFile}`)
  expect(signing).toBe(`pass ${keyFile}.signing`)
  expect(place).toMatch(/^(pass|warn) .* free at /)
  expect(readdirSync(home)).toEqual(['backup.key', 'backup.key.signing'])
})

test('a key that others may read is a warning, a file without a key and one that is gone are failures', () => {
  chmodSync(keyFile, 0o644)
  expect(results({ keyFile, folder: home })[0]).toContain('which others of this machine may read')
  writeFileSync(keyFile, 'no key')
  expect(checkBackups({ backup: { keyFile, folder: home } })[0]).toMatchObject({
    id: 'D8',
    result: 'fail',
    fix: expect.stringContaining('holds no key for backups'),
  })
  expect(results({ keyFile: join(home, 'gone'), folder: home })[0]).toBe('fail cannot be read')
})

test('a place that is a file, or has less room than the database takes, is told', () => {
  writeFileSync(join(home, 'file'), '')
  expect(results({ keyFile, folder: join(home, 'file') })[2]).toBe('fail ENOTDIR')
  mkdirSync(join(home, 'small'))
  expect(results({ keyFile, folder: join(home, 'small') }, 2 ** 60)[2]).toMatch(/^warn .* free at /)
})

test('a site without backups is told that an upgrade needs one; one with the public half alone passes', () => {
  expect(results(undefined)).toEqual(['warn the site file has no section backup'])
  expect(results({ recipient: `age1${'q'.repeat(58)}`, folder: home })[0]).toMatch(/^pass not here/)
})

test('a site that does not sign is warned with what mends it, and a key that signs and does not belong to the other is a failure', async () => {
  const [, other] = [rmSync(signingFileOf(keyFile)), join(home, 'other.key')]
  await makeBackupKey(other, () => 0)
  const signing = (backup: object) => checkBackups({ backup: { folder: home, ...backup } })[1]
  expect(signing({ keyFile })).toMatchObject({
    result: 'warn',
    seen: expect.stringContaining('can forge'),
    fix: expect.stringContaining(`./airgap backup-key --add-signing ${keyFile}`),
  })
  const recipient = `age1${'q'.repeat(58)}`
  expect(signing({ recipient })).toMatchObject({ result: 'warn', fix: expect.stringContaining('signingKeyFile') })
  const signingKeyFile = signingFileOf(other)
  expect(signing({ recipient, signingKeyFile })).toMatchObject({ result: 'pass', seen: signingKeyFile })
  expect(signing({ keyFile, signingKeyFile })).toMatchObject({
    result: 'fail',
    fix: expect.stringContaining('is not among'),
  })
  chmodSync(signingKeyFile, 0o640)
  expect(signing({ recipient, signingKeyFile })).toMatchObject({ result: 'warn', fix: `chmod 600 ${signingKeyFile}` })
})
