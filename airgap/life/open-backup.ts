import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { Decrypter } from 'age-encryption'
import { extract } from 'tar-stream'
import { z } from 'zod'
import { AirgapError } from '../cli/airgap-error.ts'
import type { BackupKeys } from './backup-key.ts'
import { BackupSeal, type Signature } from './backup-seal.ts'

const head = z.object({
  format: z.int().min(1),
  version: z.string(),
  takenAt: z.iso.datetime(),
  server: z.string(),
  migrations: z.array(z.string()),
})
/** What a backup says of itself before its data. */
export type BackupHead = z.infer<typeof head>

const contents = z.object({
  tables: z.array(z.object({ table: z.string(), rows: z.int(), hash: z.string() })),
  sequences: z.array(z.string()),
  hash: z.string(),
})
/** What a database holds, as `admin.js contents` tells it. */
export type Contents = z.infer<typeof contents>
export const parseContents = (text: string): Contents => contents.parse(JSON.parse(text))

const tail = z.object({
  dump: z.object({ parts: z.int(), bytes: z.int(), sha256: z.string() }),
  contents,
})

export interface BackupReader {
  /** Each file of the site that is in it. */
  onSiteFile?: (name: string, bytes: Buffer) => void
  /** The dump, part by part; the next one comes when this is done. */
  onDump?: (part: Buffer) => Promise<void>
  /** Bytes of the file that were read. */
  onBytes?: (count: number) => void
}

export interface ReadBackup {
  head: BackupHead
  dumpBytes: number
  contents: Contents
  signature: Signature
}

/**
 * Reads a backup to its end, with everything checked by then: key, every byte, that nothing is missing, and who has signed it. Memory does not grow with it. Throws with exit class `data` and what is
 * wrong, or with `trust` for one that is whole and not signed by whom it has to be. What was handed out before it throws is not to be relied on: whoever changes something reads it once before.
 */
export async function readBackup(file: string, keys: BackupKeys, reader: BackupReader = {}): Promise<ReadBackup> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(keys.identity)
  const source = createReadStream(file, { highWaterMark: 256 * 1024 })
  source.on('data', (chunk) => reader.onBytes?.(chunk.length))
  try {
    const plain = await decrypter
      .decrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>)
      .catch((error: unknown) => refuseHead(file, error))
    return await readArchive(file, plain, keys, reader)
  } finally {
    source.destroy()
  }
}

async function readArchive(
  file: string,
  plain: ReadableStream<Uint8Array>,
  keys: BackupKeys,
  { onSiteFile, onDump }: BackupReader,
): Promise<ReadBackup> {
  const archive = extract()
  const broken = new AbortController()
  const feeding = feed(plain, archive).catch((error: unknown) => {
    broken.abort(error)
    archive.destroy(error as Error)
  })
  const found: { head?: BackupHead; tail?: z.infer<typeof tail> } = {}
  const hash = createHash('sha256')
  const seal = new BackupSeal()
  let [bytes, parts] = [0, 0]
  let handing = false
  try {
    for await (const entry of archive) {
      const { name } = entry.header
      const chunks: Buffer[] = []
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk)
      const content = Buffer.concat(chunks)
      seal.add(name, content)
      if (name === 'backup.json') found.head = head.parse(JSON.parse(content.toString()))
      else if (name === 'contents.json') found.tail = tail.parse(JSON.parse(content.toString()))
      else if (name.startsWith('site/')) onSiteFile?.(name.slice('site/'.length), content)
      else if (name.startsWith('database.dump.')) {
        hash.update(content)
        bytes += content.length
        parts += 1
        handing = true
        await onDump?.(content)
        handing = false
      }
    }
    await feeding
  } catch (error) {
    if (handing) throw error
    throw damaged(file, broken.signal.aborted ? broken.signal.reason : error)
  }
  if (broken.signal.aborted) throw damaged(file, broken.signal.reason)
  if (found.head === undefined || found.tail === undefined) throw damaged(file, new Error('it has no end'))
  const { dump } = found.tail
  if (dump.bytes !== bytes || dump.parts !== parts || dump.sha256 !== hash.digest('hex'))
    throw damaged(file, new Error('a part of the dump is missing'))
  const signature = seal.judge(file, found.head.format, keys)
  return { head: found.head, dumpBytes: bytes, contents: found.tail.contents, signature }
}

async function feed(plain: ReadableStream<Uint8Array>, archive: ReturnType<typeof extract>): Promise<void> {
  for await (const chunk of plain as unknown as AsyncIterable<Uint8Array>)
    if (!archive.write(Buffer.from(chunk))) await new Promise<void>((resolve) => archive.once('drain', resolve))
  archive.end(undefined)
}

function refuseHead(file: string, error: unknown): never {
  const { message } = error as Error
  if (/no identity matched/.test(message))
    throw new AirgapError('data', `this key does not open ${file}`, {
      hint: 'name the key that it was made for with --key-file; its public half is in the first lines of the backup and of the key',
      cause: error,
    })
  throw damaged(file, error)
}

function damaged(file: string, error: unknown): AirgapError {
  return new AirgapError('data', `${file} is not whole: it was changed or cut off`, {
    details: [(error as Error).message],
    hint: 'copy it again from where it was made, or take another one; nothing was done',
    cause: error,
  })
}
