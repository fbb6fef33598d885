const CHUNK_BYTES = 128 * 1024

/** A stream that says its own end, for pipes that cannot: each frame is its length in four bytes and then its bytes, and a frame of none is the end. */
export async function* frames(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const part of input)
    for (let at = 0; at < part.length; at += CHUNK_BYTES) {
      const chunk = part.subarray(at, at + CHUNK_BYTES)
      const frame = Buffer.alloc(4 + chunk.length)
      frame.writeUInt32BE(chunk.length)
      frame.set(chunk, 4)
      yield frame
    }
  yield Buffer.alloc(4)
}

/** A text as all that is sent. By standard input no command line and no environment shows it. */
export async function* oneDocument(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
