import { statSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Of } from '../release/checksums.ts'

/** What a folder of downloads says of itself, to the control plane that hands them out. */
export const INDEX = 'index.json'

/** A file of such a folder, as the index has it. */
export interface DownloadItem {
  name: string
  kind: 'cli' | 'chart' | 'bundle'
  title: string
  bytes: number
  sha256: string
}

/** Reads the whole file, for its hash. */
export async function describeDownload(
  folder: string,
  name: string,
  kind: DownloadItem['kind'],
  title: string,
): Promise<DownloadItem> {
  const path = join(folder, name)
  return { name, kind, title, bytes: statSync(path).size, sha256: await sha256Of(path) }
}
