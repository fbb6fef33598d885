import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { digestOf } from '../oci/digest.ts'
import { imageManifest } from '../oci/documents.ts'
import { blobPath } from '../oci/blobs.ts'
import { programOf } from '../images/programs.ts'
import { LOADERS } from '../release/loaders.ts'
import type { Release } from '../release/release.ts'
import { providerPlace } from '../terraform/provider-place.ts'
import { PROGRAMS_FOLDER, TERRAFORM_FOLDER } from './programs-folder.ts'

/** What is started by which file of a bundle. */
export function launchersOf({ version, architecture }: Pick<Release, 'version' | 'architecture'>) {
  const { folder, program } = providerPlace(version, `linux_${architecture}`)
  return {
    airgap: 'airgap.js',
    fairlead: 'fairlead.js',
    [`${TERRAFORM_FOLDER}/${folder}/${program}`]: 'terraform-provider-fairlead.js',
  }
}

/** Writes the scripts by which the programs of a bundle start; these lie in it already. `base` is the folder name of the bundle that a delta builds on. */
export async function writeLaunchers(
  bundle: string,
  release: Pick<Release, 'version' | 'architecture' | 'images'>,
  base = '',
): Promise<void> {
  const agent = release.images.find(({ role }) => role === 'agent')!
  const document = readFileSync(blobPath(join(bundle, 'images'), agent.digest), 'utf8')
  const [libraries, node] = imageManifest.parse(JSON.parse(document)).layers
  const { own, npm } = await programOf('bundle')
  const pieces = [...own, ...npm].map(([name, text]) => `${digestOf(text).slice('sha256:'.length)}:${name}`)
  const template = readFileSync(join(import.meta.dirname, 'launcher.sh'), 'utf8')
  for (const [path, program] of Object.entries(launchersOf(release))) {
    const values: Record<string, string> = {
      LOADER: LOADERS[release.architecture].loader,
      TRIPLET: LOADERS[release.architecture].triplet,
      NAME: basename(program, '.js'),
      PROGRAM: program,
      UP: path.replaceAll(/[^/]+\/?/g, (part) => (part.endsWith('/') ? '../' : '')),
      VERSION: release.version,
      ARCHITECTURE: release.architecture,
      LIBRARIES: libraries!.digest.slice('sha256:'.length),
      NODE: node!.digest.slice('sha256:'.length),
      BASE: base,
      PROGRAMS: PROGRAMS_FOLDER,
      FOLDER: PROGRAMS_FOLDER.split('/')[0]!,
      PIECES: pieces.join(' '),
    }
    const file = join(bundle, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(
      file,
      template.replace(/@([A-Z]+)@/g, (_, key: string) => values[key]!),
    )
    chmodSync(file, 0o755)
  }
}
