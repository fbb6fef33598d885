import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Smaller files gain nothing that a round trip does not eat. */
const BYTES_MIN = 1024

/** Writes `.br` and `.gz` beside each text asset: compressed once here, at the highest level, and never per request. */
export function compress(): Plugin {
  let outDir = ''
  return {
    name: 'fairlead:compress',
    apply: 'build',
    configResolved: (config) => void (outDir = join(config.root, config.build.outDir)),
    writeBundle: {
      order: 'post',
      handler: () => {
        const folder = join(outDir, 'assets')
        for (const name of readdirSync(folder)) {
          const path = join(folder, name)
          if (!/\.(js|css|svg)$/.test(name) || statSync(path).size < BYTES_MIN) continue
          const bytes = readFileSync(path)
          writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
          writeFileSync(
            `${path}.br`,
            brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
          )
        }
      },
    },
  }
}
