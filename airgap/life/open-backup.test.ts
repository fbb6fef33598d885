import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { Encrypter } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BackupArchive } from '../../packages/control-plane/src/backup/backup-archive.ts'
import { LIST_ENTRY, listLine, SIGNATURE_ENTRY } from '../../packages/control-plane/src/backup/signed-list.ts'
import { keysOf, makeBackupKey, makingOf, readBackupKey, type BackupKeys } from './backup-key.ts'
import { readBackup } from './open-backup.ts'

let folder: string
let keys: BackupKeys
let recipient: string
let signingKey: KeyObject
let file: string
/** Programs of other people, where they are. */
const hasAge = spawnSync('age', ['--version']).error === undefined
const openssl = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout
const dump = randomBytes(300_000)
const CONTENTS = { tables: [{ table: 'public.users', rows: 3, hash: '42' }], sequences: [], hash: 'abc' }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-backup-'))
  await makeBackupKey(join(folder, 'backup.key'), () => 0)
  const site = { backup: { keyFile: join(folder, 'backup.key'), folder } }
  keys = keysOf(site, {})
  const making = await makingOf(site)
  recipient = making.recipient
  signingKey = createPrivateKey(making.signingKey!)
  file = await write('good')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a backup gives what went into it, and needs no more memory than a part of it', async () => {
  const parts: Buffer[] = []
  const files: string[] = []
  const read = await readBackup(file, keys, {
    onDump: (part) => Promise.resolve(void parts.push(part)),
    onSiteFile: (name) => files.push(name),
  })
  expect(Buffer.concat(parts).equals(dump)).toBe(true)
  expect(parts.length).toBe(3)
  expect(files).toEqual(['site.yaml'])
  expect(read).toMatchObject({ dumpBytes: 300_000, contents: CONTENTS, head: { version: '0.1.0' }, signature: 'good' })
})

test('another key does not open it', async () => {
  await makeBackupKey(join(folder, 'other.key'), () => 0)
  const other = { ...keys, identity: readBackupKey(join(folder, 'other.key')) }
  await expect(readBackup(file, other)).rejects.toMatchObject({
    exit: 'data',
    message: expect.stringContaining('does not open'),
  })
})

test('a flipped bit is found wherever it is', async () => {
  const size = readFileSync(file).length
  for (const at of [3, 60, 150, 230, 1000, 70_000, 150_000, size - 20_000, size - 1]) {
    const bytes = readFileSync(file)
    bytes[at]! ^= 1
    const bad = join(folder, 'bad.age')
    writeFileSync(bad, bytes)
    await expect(readBackup(bad, keys), `bit at ${at}`).rejects.toMatchObject({ exit: 'data' })
  }
})

test('one that was cut off is found wherever it ends', async () => {
  const size = readFileSync(file).length
  for (const length of [0, 100, 300, 65_552, 131_072, size - 65_000, size - 16, size - 1]) {
    const bad = join(folder, 'short.age')
    copyFileSync(file, bad)
    truncateSync(bad, length)
    await expect(readBackup(bad, keys), `${length} of ${size} bytes`).rejects.toMatchObject({ exit: 'data' })
  }
})

test('a backup that is whole as a file, but misses a part of the dump or its end, is refused', async () => {
  for (const without of ['database.dump.000001', 'contents.json', 'backup.json'])
    await expect(readBackup(await write('missing', { without }), keys), without).rejects.toMatchObject({ exit: 'data' })
})

describe('a backup that somebody else has made for the same key', () => {
  test('is refused when it is signed by another key, and taken once that one is named', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const forged = await write('forged', { signedBy: privateKey })
    await expect(readBackup(forged, keys)).rejects.toMatchObject({
      exit: 'trust',
      message: expect.stringContaining('was not signed by this site'),
      hint: expect.stringContaining('nothing was done'),
    })
    // No word makes a wrong signature a good one.
    await expect(readBackup(forged, { ...keys, mayBeUnsigned: true })).rejects.toMatchObject({ exit: 'trust' })
    const pem = join(folder, 'other.pub.pem')
    writeFileSync(pem, publicKey.export({ type: 'spki', format: 'pem' }))
    const named = keysOf({}, { keyFile: join(folder, 'backup.key'), verifyKey: pem })
    expect(await readBackup(forged, named)).toMatchObject({ signature: 'good' })
  })

  test('is refused with the name of what is another part, is missing or was added under a signature that was good', async () => {
    const parts: Parameters<typeof write>[1][] = [
      { instead: { 'site/site.yaml': 'mode: onprem\n' } },
      { instead: { 'backup.json': JSON.stringify({ ...HEAD, version: '9.9.9' }) } },
      { instead: { 'contents.json': JSON.stringify({ ...tail(), more: 1 }) } },
      { without: 'site/site.yaml' },
      { more: 'site/tls.key' },
    ]
    for (const part of parts) {
      const named = part?.without ?? part?.more ?? Object.keys(part?.instead ?? {})[0]!
      const bad = await write('altered', { ...part, sealOf: 'good' })
      await expect(readBackup(bad, keys), named).rejects.toMatchObject({
        exit: 'trust',
        message: expect.stringMatching(/is not what this site has signed: \S+ is another one, is missing or was added/),
      })
    }
    const bad = await write('altered', { instead: { 'site/site.yaml': 'mode: onprem\n' }, sealOf: 'good' })
    await expect(readBackup(bad, keys)).rejects.toThrow('signed: site/site.yaml is')
  })

  test('is refused without its signature, and taken by an explicit word where it never had one', async () => {
    const bare = await write('bare', { signedBy: undefined })
    await expect(readBackup(bare, keys)).rejects.toMatchObject({
      exit: 'trust',
      message: expect.stringContaining('its signature is missing'),
    })
    const old = await write('old', {
      signedBy: undefined,
      instead: { 'backup.json': JSON.stringify({ ...HEAD, format: 1 }) },
    })
    await expect(readBackup(old, keys)).rejects.toMatchObject({
      exit: 'trust',
      message: expect.stringContaining('is not signed'),
      hint: expect.stringContaining('--unsigned'),
    })
    expect(await readBackup(old, { ...keys, mayBeUnsigned: true })).toMatchObject({ signature: 'none' })
    // What was signed once does not become a backup from before.
    const stripped = await write('stripped', { instead: { 'backup.json': JSON.stringify({ ...HEAD, format: 1 }) } })
    await expect(readBackup(stripped, keys)).rejects.toThrow('is not signed')
  })

  test('cannot be told from others by whoever does not know who signs, which is said', async () => {
    const blind = { ...keys, signers: [] }
    await expect(readBackup(file, blind)).rejects.toMatchObject({
      exit: 'usage',
      hint: expect.stringContaining('--verify-key'),
    })
    expect(await readBackup(file, { ...blind, mayBeUnsigned: true })).toMatchObject({ signature: 'unknown' })
  })

  test('of a format that is to come is told apart from one that is damaged', async () => {
    const newer = await write('newer', { instead: { 'backup.json': JSON.stringify({ ...HEAD, format: 3 }) } })
    await expect(readBackup(newer, keys)).rejects.toMatchObject({
      exit: 'data',
      hint: expect.stringContaining('newer'),
    })
  })
})

test('a key file without a key is named', () => {
  writeFileSync(join(folder, 'empty.key'), '# nothing\n')
  expect(() => readBackupKey(join(folder, 'empty.key'))).toThrow('holds no key')
})

test.skipIf(!hasAge)('the program age opens it, too', () => {
  const { stdout } = spawnSync('sh', ['-c', `age -d -i ${folder}/backup.key ${file} | tar -xO site/site.yaml`], {
    encoding: 'utf8',
  })
  expect(stdout).toBe('mode: airgapped\n')
})

test.skipIf(!hasAge || !/^OpenSSL [3-9]/.test(openssl))(
  'sha256sum and openssl find it signed, and see what is another part',
  () => {
    const out = join(folder, 'opened')
    const shell = (...commands: string[]) => {
      const script = [`cd ${out}`, ...commands].join(' && ')
      return spawnSync('sh', ['-c', script], { encoding: 'utf8' })
    }
    const check = [
      `{ echo '-----BEGIN PUBLIC KEY-----'; sed -n 's/^# backups are signed by: //p' ${folder}/backup.key | tail -n 1; echo '-----END PUBLIC KEY-----'; } > signer.pem`,
      'openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig',
      'sha256sum --check --strict --quiet SHA256SUMS',
    ]
    mkdirSync(out)
    expect(shell(`age -d -i ${folder}/backup.key ${file} | tar -x`, ...check)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Signature Verified Successfully'),
    })
    expect(shell('echo more >>site/site.yaml', ...check).stdout).toContain('site/site.yaml: FAILED')
    expect(shell('echo more >>SHA256SUMS', ...check)).toMatchObject({ status: 1 })
  },
)

/** How an archive is otherwise than it should be. */
interface Otherwise {
  without?: string
  more?: string
  instead?: Readonly<Record<string, string>>
  /** Undefined: by nobody. */
  signedBy?: KeyObject | undefined
  /** Ends with the list and the signature of the one that is good. */
  sealOf?: 'good'
}

async function write(name: string, otherwise: Otherwise = {}): Promise<string> {
  const path = join(folder, `${name}.backup.age`)
  writeFileSync(path, await encrypt(archive(otherwise), recipient))
  return path
}

const HEAD = { format: 2, version: '0.1.0', takenAt: new Date(0).toISOString(), server: '15.1', migrations: ['0000_a'] }

function tail(): object {
  const sha256 = createHash('sha256').update(dump).digest('hex')
  return { dump: { parts: 3, bytes: dump.length, sha256 }, contents: CONTENTS }
}

function archive({ without, more, instead = {}, sealOf, ...signing }: Otherwise): Readable {
  const made = new BackupArchive()
  const parts: Record<string, string | Buffer> = {
    'backup.json': JSON.stringify(HEAD),
    'site/site.yaml': 'mode: airgapped\n',
    ...Object.fromEntries(
      [0, 1, 2].map((part) => [`database.dump.00000${part}`, dump.subarray(part * 100_000, (part + 1) * 100_000)]),
    ),
    'contents.json': JSON.stringify(tail()),
  }
  const fill = async () => {
    for (const [name, bytes] of Object.entries(parts))
      if (name !== without) await made.add(name, Buffer.from(instead[name] ?? bytes))
    if (more !== undefined) await made.add(more, Buffer.from('added'))
    const key = 'signedBy' in signing ? signing.signedBy : signingKey
    if (sealOf === 'good') await sealAs(made, parts)
    else if (key !== undefined) await made.seal(key)
    made.stream.finalize()
  }
  fill().catch((error: unknown) => made.stream.destroy(error as Error))
  return made.stream as unknown as Readable
}

/** Ends an archive with a list and a signature of other parts than it has. */
async function sealAs(made: BackupArchive, parts: Readonly<Record<string, string | Buffer>>): Promise<void> {
  const lines = Object.entries(parts).map(([name, bytes]) =>
    listLine(name, createHash('sha256').update(bytes).digest('hex')),
  )
  const list = Buffer.from(lines.join(''))
  await made.add(LIST_ENTRY, list)
  await made.add(SIGNATURE_ENTRY, sign(null, list, signingKey))
}

async function encrypt(plain: Readable, recipient: string): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const stream = await encrypter.encrypt(ReadableStream.from(plain as AsyncIterable<Uint8Array>))
  const chunks: Uint8Array[] = []
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
