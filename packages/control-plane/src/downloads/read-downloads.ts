import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../app/app.ts'
import { INDEX_FILE, readCatalogue } from './read-catalogue.ts'
import type { Download } from './schemas.ts'

export interface Downloads {
  /** Each name once, with where the file lies. */
  items: (Download & { path: string })[]
  /** Why something is not handed out, or null. */
  problem: string | null
}

/**
 * What this control plane hands out: what came with it, and what the site has laid into a folder of its own, as far as both are of this version and whole. A name that came with it is not replaced. Never
 * throws: what is wrong is a sentence.
 */
export function readDownloads({ config, version }: Pick<App, 'config' | 'version'>): Downloads {
  const own = readFolder(config.downloadsDir, version)
  const more = config.moreDownloadsDir
  // A folder into which nothing was laid yet is as it should be.
  if (more === '' || !existsSync(join(more, INDEX_FILE))) return own
  const added = readFolder(more, version)
  const names = new Set(own.items.map(({ name }) => name))
  return {
    items: [...own.items, ...added.items.filter(({ name }) => !names.has(name))],
    problem: own.problem ?? added.problem,
  }
}

function readFolder(folder: string, version: string): Downloads {
  const { catalogue, problem } = readCatalogue(folder, version)
  const items = (catalogue?.items ?? []).map((item) => ({ ...item, path: join(folder, item.name) }))
  return { items, problem: problem ?? null }
}
