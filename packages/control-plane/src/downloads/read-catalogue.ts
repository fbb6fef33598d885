import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Catalogue } from './schemas.ts'

export const INDEX_FILE = 'index.json'

export type ReadCatalogue = { catalogue: Catalogue; problem: undefined } | { catalogue: undefined; problem: string }

/** What lies in a folder of downloads, if it belongs to this version and is whole. Never throws: what is wrong is a sentence. */
export function readCatalogue(folder: string, version: string): ReadCatalogue {
  if (folder === '' || !existsSync(join(folder, INDEX_FILE))) {
    return {
      catalogue: undefined,
      problem: 'this control plane carries no downloads: FAIRLEAD_DOWNLOADS_DIR names none',
    }
  }
  try {
    const catalogue = Catalogue.parse(JSON.parse(readFileSync(join(folder, INDEX_FILE), 'utf8')))
    if (catalogue.version !== version) {
      return {
        catalogue: undefined,
        problem: `the downloads are of version ${catalogue.version}, and this control plane is ${version}: lay those of ${version} into ${folder}`,
      }
    }
    for (const { name, bytes } of catalogue.items) {
      const there = statSync(join(folder, name)).size
      if (there !== bytes) throw new Error(`${name} has ${there} bytes and not ${bytes}`)
    }
    return { catalogue, problem: undefined }
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    return { catalogue: undefined, problem: `the downloads in ${folder} are not whole: ${why}` }
  }
}
