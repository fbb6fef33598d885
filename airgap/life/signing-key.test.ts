import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { generateKeyPairSync } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity } from 'age-encryption'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keysOf, makeBackupKey, makingOf, readBackupKey } from './backup-key.ts'
import { addSigningKey, readSigners, signingFileOf, signingKeyOf } from './signing-key.ts'

let folder: string
let keyFile: string
const site = (more: object = {}) => ({ backup: { keyFile, folder, ...more } })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-signing-'))
  keyFile = join(folder, 'backup.key')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the half that signs lies in a file of its own, which holds nothing that opens a backup, and the key knows its public half', async () => {
  await makeBackupKey(keyFile, () => 0)
  const text = readFileSync(signingFileOf(keyFile), 'utf8')
  expect(text).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  expect(text).not.toContain('AGE-SECRET-KEY')
  expect(readFileSync(keyFile, 'utf8')).not.toContain('PRIVATE')
  for (const file of [keyFile, signingFileOf(keyFile)]) expect(statSync(file).mode & 0o777).toBe(0o600)
  const [known] = readSigners(keyFile)
  expect(signingKeyOf(site())?.signer.equals(known!)).toBe(true)
  expect((await makingOf(site())).signingKey).toBe(text)
})

test('a key from before, or of age-keygen, goes on without, and gets a half that signs', async () => {
  const identity = await generateX25519Identity()
  writeFileSync(keyFile, `# public key: of age\n${identity}`, { mode: 0o600 })
  expect((await makingOf(site())).signingKey).toBeUndefined()
  expect(keysOf(site(), {}).signers).toEqual([])
  const file = addSigningKey(keyFile)
  expect(readBackupKey(keyFile)).toBe(identity)
  expect(readFileSync(keyFile, 'utf8')).toMatch(/\n# backups are signed by: \S+\n$/)
  expect(statSync(keyFile).mode & 0o777).toBe(0o600)
  expect((await makingOf(site())).signingKey).toBe(readFileSync(file, 'utf8'))
  expect(() => addSigningKey(keyFile)).toThrow('is there already')
})

test('adding one goes on after a run that was broken off, and another one takes its place, with what the first has signed as good as before', async () => {
  await makeBackupKey(keyFile, () => 0)
  const whole = readFileSync(keyFile, 'utf8')
  writeFileSync(keyFile, whole.replace(/^# backups.*\n/m, ''))
  addSigningKey(keyFile)
  const [first] = readSigners(keyFile)
  expect(signingKeyOf(site())?.signer.equals(first!)).toBe(true)
  rmSync(signingFileOf(keyFile))
  addSigningKey(keyFile)
  const known = readSigners(keyFile)
  expect(known).toHaveLength(2)
  expect(known[0]!.equals(first!)).toBe(true)
  expect(signingKeyOf(site())?.signer.equals(known[1]!)).toBe(true)
})

test('a half that the key does not know signs nothing, since nobody would take that', async () => {
  await makeBackupKey(keyFile, () => 0)
  await makeBackupKey(join(folder, 'other.key'), () => 0)
  const signingKeyFile = signingFileOf(join(folder, 'other.key'))
  await expect(makingOf(site({ signingKeyFile }))).rejects.toMatchObject({
    exit: 'usage',
    message: expect.stringContaining('is not among the keys'),
  })
})

test('a site without the key that opens backups signs with the half that it names, and whoever restores judges by the key', async () => {
  const recipient = await makeBackupKey(keyFile, () => 0)
  const elsewhere = { backup: { recipient, folder, signingKeyFile: signingFileOf(keyFile) } }
  expect(await makingOf(elsewhere)).toMatchObject({ recipient, signingKey: expect.stringContaining('PRIVATE KEY') })
  expect(keysOf({}, { keyFile }).signers).toHaveLength(1)
  // A key of age alone says nothing of who signs: the site does.
  const bare = join(folder, 'bare.key')
  writeFileSync(bare, `${readBackupKey(keyFile)}\n`)
  expect(keysOf({}, { keyFile: bare }).signers).toEqual([])
  expect(keysOf(elsewhere, { keyFile: bare }).signers).toHaveLength(1)
  expect(keysOf({}, { keyFile: bare, verifyKey: keyFile }).signers).toHaveLength(1)
})

test('what is no such key is named', async () => {
  await makeBackupKey(keyFile, () => 0)
  expect(() => keysOf({}, { keyFile, verifyKey: signingFileOf(keyFile) })).not.toThrow()
  const empty = join(folder, 'empty')
  writeFileSync(empty, '')
  expect(() => keysOf({}, { keyFile, verifyKey: empty })).toThrow('names no key that signs')
  await expect(makingOf(site({ signingKeyFile: empty }))).rejects.toThrow('holds no key that signs')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  writeFileSync(empty, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await expect(makingOf(site({ signingKeyFile: empty }))).rejects.toThrow('holds no key that signs')
  appendFileSync(keyFile, '# backups are signed by: nobody\n')
  expect(() => keysOf(site(), {})).toThrow('something else')
  expect(() => keysOf({}, {})).toThrow('the site file names none')
})
