import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { createHash, randomBytes } from 'node:crypto'
import { Encrypter } from 'age-encryption'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBackupKey, readBackupKey } from './backup-key.ts'
import { readBackup } from './open-backup.ts'

let folder: string
let key: string
let file: string
const dump = randomBytes(300_000)
const CONTENTS = { tables: [{ table: 'public.users', rows: 3, hash: '42' }], sequences: [], hash: 'abc' }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-backup-'))
  const recipient = await makeBackupKey(join(folder, 'backup.key'), () => 0)
  key = readBackupKey(join(folder, 'backup.key'))
  file = join(folder, 'good.backup.age')
  writeFileSync(file, await encrypt(archive(), recipient))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a backup gives what went into it, and needs no more memory than a part of it', async () => {
  const parts: Buffer[] = []
  const files: string[] = []
  const read = await readBackup(file, key, {
    onDump: (part) => Promise.resolve(void parts.push(part)),
    onSiteFile: (name) => files.push(name),
  })
  expect(Buffer.concat(parts).equals(dump)).toBe(true)
  expect(parts.length).toBe(3)
  expect(files).toEqual(['site.yaml'])
  expect(read).toMatchObject({ dumpBytes: 300_000, contents: CONTENTS, head: { version: '0.1.0' } })
})

test('another key does not open it', async () => {
  await makeBackupKey(join(folder, 'other.key'), () => 0)
  await expect(readBackup(file, readBackupKey(join(folder, 'other.key')))).rejects.toMatchObject({
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
    await expect(readBackup(bad, key), `bit at ${at}`).rejects.toMatchObject({ exit: 'data' })
  }
})

test('one that was cut off is found wherever it ends', async () => {
  const size = readFileSync(file).length
  for (const length of [0, 100, 300, 65_552, 131_072, size - 65_000, size - 16, size - 1]) {
    const bad = join(folder, 'short.age')
    copyFileSync(file, bad)
    truncateSync(bad, length)
    await expect(readBackup(bad, key), `${length} of ${size} bytes`).rejects.toMatchObject({ exit: 'data' })
  }
})

test('a backup that is whole as a file, but misses a part of the dump or its end, is refused', async () => {
  const recipient = /age1\w+/.exec(readFileSync(join(folder, 'backup.key'), 'utf8'))![0]
  for (const without of ['database.dump.000001', 'contents.json', 'backup.json']) {
    const bad = join(folder, 'missing.age')
    writeFileSync(bad, await encrypt(archive(without), recipient))
    await expect(readBackup(bad, key), without).rejects.toMatchObject({ exit: 'data' })
  }
})

test('a key file without a key is named', () => {
  writeFileSync(join(folder, 'empty.key'), '# nothing\n')
  expect(() => readBackupKey(join(folder, 'empty.key'))).toThrow('holds no key')
})

test.skipIf(spawnSync('age', ['--version']).error !== undefined)('the program age opens it, too', () => {
  const { stdout } = spawnSync('sh', ['-c', `age -d -i ${folder}/backup.key ${file} | tar -xO site/site.yaml`], {
    encoding: 'utf8',
  })
  expect(stdout).toBe('mode: airgapped\n')
})

function archive(without?: string): Readable {
  const tar = pack()
  const add = (name: string, bytes: Buffer | string) => {
    if (name !== without) tar.entry({ name }, bytes)
  }
  const head = {
    format: 1,
    version: '0.1.0',
    takenAt: new Date(0).toISOString(),
    server: '15.1',
    migrations: ['0000_a'],
  }
  add('backup.json', JSON.stringify(head))
  add('site/site.yaml', 'mode: airgapped\n')
  for (let part = 0; part < 3; part++)
    add(`database.dump.00000${part}`, dump.subarray(part * 100_000, (part + 1) * 100_000))
  const sha256 = createHash('sha256').update(dump).digest('hex')
  add('contents.json', JSON.stringify({ dump: { parts: 3, bytes: dump.length, sha256 }, contents: CONTENTS }))
  tar.finalize()
  return tar as unknown as Readable
}

async function encrypt(plain: Readable, recipient: string): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const stream = await encrypter.encrypt(ReadableStream.from(plain as AsyncIterable<Uint8Array>))
  const chunks: Uint8Array[] = []
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
