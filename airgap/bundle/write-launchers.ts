import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { imageManifest } from '../oci/documents.ts'
import { blobPath } from '../oci/blobs.ts'
import type { Architecture, Release } from '../release/release.ts'

const LOADERS = {
  amd64: { LOADER: 'lib64/ld-linux-x86-64.so.2', TRIPLET: 'x86_64-linux-gnu' },
  arm64: { LOADER: 'lib/ld-linux-aarch64.so.1', TRIPLET: 'aarch64-linux-gnu' },
} as const satisfies Record<Architecture, { LOADER: string; TRIPLET: string }>

/** What is started by which name. */
const PROGRAMS = { airgap: 'cli.cjs', fairlead: 'cli/server/main.js' } as const

/** Writes the scripts by which the programs of a bundle start. `base` is the folder name of the bundle that a delta builds on. */
export function writeLaunchers(
  bundle: string,
  release: Pick<Release, 'version' | 'architecture' | 'images'>,
  base = '',
): void {
  const agent = release.images.find(({ role }) => role === 'agent')!
  const document = readFileSync(blobPath(join(bundle, 'images'), agent.digest), 'utf8')
  const [libraries, node] = imageManifest.parse(JSON.parse(document)).layers
  const template = readFileSync(join(import.meta.dirname, 'launcher.sh'), 'utf8')
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const values: Record<string, string> = {
      ...LOADERS[release.architecture],
      NAME: name,
      PROGRAM: program,
      VERSION: release.version,
      ARCHITECTURE: release.architecture,
      LIBRARIES: libraries!.digest.slice('sha256:'.length),
      NODE: node!.digest.slice('sha256:'.length),
      BASE: base,
    }
    const file = join(bundle, name)
    writeFileSync(
      file,
      template.replace(/@([A-Z]+)@/g, (_, key: string) => values[key]!),
    )
    chmodSync(file, 0o755)
  }
}
