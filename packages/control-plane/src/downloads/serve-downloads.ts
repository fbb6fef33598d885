import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Hono } from 'hono'
import type { App } from '../app/app.ts'
import type { HttpEnv } from '../api/http-env.ts'
import { AppError } from '../lib/app-error.ts'
import { INDEX_FILE } from './read-catalogue.ts'
import { readDownloads } from './read-downloads.ts'

export const DOWNLOADS_PATH = '/downloads/files'
export const CHECKSUMS_FILE = 'SHA256SUMS'

/**
 * Hands out the files of the catalogue, their index, and their hashes for `sha256sum -c`. Nobody has to sign in: they are the same for everybody, and a
 * machine that has no command line yet has no token either. Only names of the catalogue are looked for on the disk.
 */
export function mountDownloads(http: Hono<HttpEnv>, app: App): void {
  http.get(`${DOWNLOADS_PATH}/:name`, (c) => {
    const { items } = readDownloads(app)
    // The reason names a folder of this machine: whoever has signed in reads it.
    if (items.length === 0) {
      throw new AppError('NOT_FOUND', 'this control plane hands out no downloads right now', {
        hint: 'the reason stands in the console, under Settings, Installation',
      })
    }
    const name = c.req.param('name')
    if (name === INDEX_FILE) return c.json({ version: app.version, items: items.map(({ path: _, ...item }) => item) })
    if (name === CHECKSUMS_FILE) return c.text(items.map((item) => `${item.sha256}  ${item.name}\n`).join(''))
    const item = items.find((candidate) => candidate.name === name)
    if (!item) {
      throw new AppError('NOT_FOUND', `there is no download ${name}`, {
        hint: `there are: ${items.map((candidate) => candidate.name).join(', ')}`,
      })
    }
    const etag = `"${item.sha256}"`
    const headers = {
      etag,
      'content-length': String(item.bytes),
      'cache-control': 'public, no-cache',
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${item.name}"`,
    }
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, { etag })
    // Nobody would read what is opened for the head of an answer, or close it.
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    const content = createReadStream(item.path)
    return c.body(Readable.toWeb(content) as ReadableStream, 200, headers)
  })
}
