import { createHash } from 'node:crypto'
import {
  constants,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { blobPath } from './blobs.ts'
import type { LayerEntry } from './layer-entries.ts'
import { writeLayer, type WrittenLayer } from './write-layer.ts'

const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fairlead/layers')
/** Smaller layers are compressed again each time: it takes less than a second, and they change too often to be worth keeping. */
const WORTH_KEEPING_BYTES = 32 * 1024 * 1024
/** To be raised when the same entries are to give other bytes. */
const WRITER_VERSION = 1

/** Like `writeLayer`, and quick for a large layer that has been compressed before: the Node binary takes eight seconds otherwise. */
export async function cachedLayer(layout: string, entries: readonly LayerEntry[]): Promise<WrittenLayer> {
  if (entries.reduce((sum, entry) => sum + entry.size, 0) < WORTH_KEEPING_BYTES)
    return await writeLayer(layout, entries)
  const record = join(CACHE, `${await keyOf(entries)}.json`)
  if (existsSync(record)) {
    const layer = JSON.parse(readFileSync(record, 'utf8')) as WrittenLayer
    copy(blobPath(CACHE, layer.digest), blobPath(layout, layer.digest))
    return layer
  }
  const layer = await writeLayer(layout, entries)
  mkdirSync(join(CACHE, 'blobs/sha256'), { recursive: true })
  copy(blobPath(layout, layer.digest), blobPath(CACHE, layer.digest))
  writeFileSync(`${record}.${process.pid}.part`, JSON.stringify(layer))
  renameSync(`${record}.${process.pid}.part`, record)
  return layer
}

function copy(from: string, to: string): void {
  if (existsSync(to)) return
  copyFileSync(from, `${to}.${process.pid}.part`, constants.COPYFILE_FICLONE)
  renameSync(`${to}.${process.pid}.part`, to)
}

async function keyOf(entries: readonly LayerEntry[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([WRITER_VERSION, process.versions.zlib]))
  for (const { path, type, mode, size, content } of entries) {
    hash.update(JSON.stringify([path, type, mode, size]))
    if (content && 'file' in content)
      for await (const chunk of createReadStream(content.file)) hash.update(chunk as Buffer)
    else hash.update(JSON.stringify(content ?? null))
  }
  return hash.digest('hex')
}
