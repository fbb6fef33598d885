import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { layerEntries } from './layer-entries.ts'
import { packEntries } from './pack-entries.ts'

/** Writes a layout as the one tar file that `ctr images import` and `skopeo oci-archive:` read. */
export async function archiveLayout(layout: string, file: string): Promise<void> {
  await pipeline(packEntries(layerEntries([{ from: layout, to: '/' }])), createWriteStream(file))
}
