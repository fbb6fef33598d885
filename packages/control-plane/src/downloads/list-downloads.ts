import { z } from 'zod'
import { action } from '../app/action.ts'
import { readCatalogue } from './read-catalogue.ts'
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
    problem: z.string().nullable().describe('why there is nothing'),
  }),
  run: (ctx) => {
    const { config, version, publicUrl } = ctx.app
    const { catalogue, problem } = readCatalogue(config.downloadsDir, version)
    const items = (catalogue?.items ?? []).map((item) => ({
      ...item,
      url: `${publicUrl}${DOWNLOADS_PATH}/${item.name}`,
    }))
    return Promise.resolve({ version, items, problem: problem ?? null })
  },
})
