import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Delta } from '@fairlead/scheduler'

/** A world small enough to be handed from thread to thread without holding up the one in between. */
export function packWorld(world: readonly Delta[]): Uint8Array {
  return zstdCompressSync(JSON.stringify(world))
}

/** The other way round. */
export function unpackWorld(packed: Uint8Array): Delta[] {
  return JSON.parse(zstdDecompressSync(packed).toString()) as Delta[]
}
