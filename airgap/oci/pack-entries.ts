import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'
import type { LayerEntry } from './layer-entries.ts'

/** A tar archive of entries, in their order, with the epoch as the time of everything and root as its owner. */
export function packEntries(entries: readonly LayerEntry[]): Readable {
  const tar = pack()
  fill(tar, entries).catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))))
  return tar as unknown as Readable
}

async function fill(tar: Pack, entries: readonly LayerEntry[]): Promise<void> {
  for (const entry of entries) await append(tar, entry)
  tar.finalize()
}

async function append(tar: Pack, entry: LayerEntry): Promise<void> {
  const { content } = entry
  const header = {
    name: entry.type === 'directory' ? `${entry.path}/` : entry.path,
    type: entry.type,
    mode: entry.mode,
    size: entry.size,
    mtime: new Date(0),
    uid: 0,
    gid: 0,
    uname: '',
    gname: '',
  }
  if (content && 'file' in content) return await pipeline(createReadStream(content.file), tar.entry(header))
  if (content && 'text' in content) tar.entry(header, content.text)
  else tar.entry(content ? { ...header, linkname: content.link } : header)
}
