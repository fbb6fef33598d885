import { z } from 'zod'
import { action } from '../app/action.ts'
import { readDownloads } from './read-downloads.ts'
import { DOWNLOADS_PATH } from './serve-downloads.ts'
import { Download } from './schemas.ts'

export const listDownloads = action({
  name: 'download.list',
  summary: 'Command line, charts and bundles that fit this version, for sites without a way out',
  rest: { method: 'get', path: '/downloads' },
  allow: 'organization:read',
  input: z.strictObject({}),
  output: z.object({
    version: z.string(),
    items: z.array(Download.extend({ url: z.url() })),
    problem: z.string().nullable().describe('why something is not there'),
  }),
  run: (ctx) => {
    const { version, publicUrl } = ctx.app
    const { items, problem } = readDownloads(ctx.app)
    return Promise.resolve({
      version,
      items: items.map(({ path: _, ...item }) => ({ ...item, url: `${publicUrl}${DOWNLOADS_PATH}/${item.name}` })),
      problem,
    })
  },
})
