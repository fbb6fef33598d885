import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { layerEntries } from '../oci/layer-entries.ts'
import { packEntries } from '../oci/pack-entries.ts'
import { FixedGzipHeader } from '../oci/write-layer.ts'

/** Writes a folder as a `.tar.gz` with one folder at its top: sorted, without times, owners and entries such as `./`, so that the same files give the same bytes. */
export async function writeArchive(folder: string, top: string, file: string, level: number): Promise<void> {
  const entries = layerEntries([{ from: folder, to: `/${top}` }])
  await pipeline(packEntries(entries), createGzip({ level }), new FixedGzipHeader(), createWriteStream(file))
}
