import { Readable } from 'node:stream'

/**
 * Takes a stream apart that says its own end, for pipes that cannot: each frame is its length in four bytes and then its bytes, and a frame of none is the end. Throws for one that
 * ends before, so that a cut is never taken for an end.
 */
export function readFrames(from: AsyncIterable<Buffer>): Readable {
  return Readable.from(frames(from), { objectMode: false })
}

async function* frames(from: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of from) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    while (held.length >= 4) {
      const size = held.readUInt32BE(0)
      if (size === 0) return
      if (held.length < 4 + size) break
      yield held.subarray(4, 4 + size)
      held = held.subarray(4 + size)
    }
  }
  throw new Error('the stream was cut off before its end')
}
