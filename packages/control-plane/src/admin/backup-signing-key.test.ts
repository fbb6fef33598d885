import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backupSigningKey } from './backup-signing-key.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const PEM = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
const VARIABLE = 'FAIRLEAD_BACKUP_SIGNING_KEY_FILE'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-signing-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function framed(text: string): Readable {
  const bytes = Buffer.from(text)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(bytes.length)
  return Readable.from([size, bytes, Buffer.alloc(4)])
}

test('it comes by standard input when that is asked for, else from the file that the environment names, else there is none', async () => {
  const file = join(folder, 'key')
  writeFileSync(file, PEM)
  const none = Readable.from([])
  expect((await backupSigningKey(true, {}, framed(PEM)))?.equals(privateKey)).toBe(true)
  expect((await backupSigningKey(false, { [VARIABLE]: file }, none))?.equals(privateKey)).toBe(true)
  expect(await backupSigningKey(false, {}, none)).toBeUndefined()
})

test('what cannot be read, is cut off or is no such key makes no backup, and nothing of it is told', async () => {
  const file = join(folder, 'key')
  const from = () => backupSigningKey(false, { [VARIABLE]: file }, Readable.from([]))
  await expect(from()).rejects.toThrow('apply backend brings the key')
  const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  for (const text of ['hunter2', String(other.export({ type: 'pkcs8', format: 'pem' }))]) {
    writeFileSync(file, text)
    const error = await from().catch((refusal: Error) => refusal)
    expect(error).toMatchObject({ message: `${VARIABLE}: ${file} holds no private Ed25519 key as PEM` })
  }
  await expect(backupSigningKey(true, {}, Readable.from([Buffer.from([0, 0, 0, 9])]))).rejects.toThrow('cut off')
})
