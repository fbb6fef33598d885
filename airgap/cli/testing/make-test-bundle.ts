import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeTrust } from '../../bundle/write-trust.ts'
import { image } from '../../oci/image.ts'
import { writeImages } from '../../oci/write-images.ts'
import { CHECKSUMS_FILE, writeChecksums } from '../../release/checksums.ts'
import type { Release } from '../../release/release.ts'
import { writeRelease } from '../../release/write-release.ts'
import { writeImageSignatures } from '../../signing/image-signatures.ts'
import { signFile } from '../../signing/sign-file.ts'
import { publicKeysOf, type SigningKeys } from '../../signing/signing-keys.ts'

export interface TestBundleOptions {
  signer: SigningKeys
  /** In its one image. */
  text?: string
  /** In layers of their own, one text each, in place of `text`. */
  layers?: readonly string[]
  /** A folder with a list of keys, whatever it says: a vendor's own tools would not build some of these. */
  history?: string
  madeOn?: string
}

/** Makes a bundle with one small image in a folder that is not there yet: everything that the installer itself looks at. */
export async function makeTestBundle(folder: string, counter: number, options: TestBundleOptions): Promise<void> {
  mkdirSync(folder)
  const { text = 'x'.repeat(20_000), signer, madeOn = '2026-01-01' } = options
  const { layers = [text] } = options
  const sources = layers.map((text, index) => ({ text, to: index === 0 ? '/program' : `/program-${index}` }))
  const spec = image({ name: 'fairlead.dev/fairlead-agent:1.0.0', layers: sources })
  const [written] = await writeImages(join(folder, 'images'), [spec])
  const { digest, size } = written!
  writeTrust(folder, publicKeysOf(signer))
  if (options.history !== undefined) cpSync(options.history, join(folder, 'trust'), { recursive: true })
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin/helm'), 'helm'.repeat(10_000))
  const release: Release = {
    schema: 1,
    product: 'fairlead',
    version: `1.${counter}.0`,
    counter,
    createdFrom: { commit: '0'.repeat(40), at: `${madeOn}T00:00:00.000Z` },
    architecture: 'amd64',
    purpose: 'cluster',
    modes: ['airgapped'],
    platforms: ['kubernetes'],
    upgradeFrom: { oldest: '1.0.0', newest: `1.${counter}.0` },
    images: [
      {
        role: 'agent',
        name: spec.name,
        repository: 'fairlead-agent',
        tag: '1.0.0',
        digest,
        size,
        platforms: [{ os: 'linux', architecture: 'amd64', digest, size }],
      },
    ],
    charts: [],
    files: [],
  }
  writeImageSignatures(folder, release.images, signer.ec)
  writeRelease(folder, release)
  await sealTestBundle(folder, signer)
}

/** Signs whatever lies in it now. */
export async function sealTestBundle(folder: string, signer: SigningKeys): Promise<void> {
  await writeChecksums(folder)
  signFile(join(folder, CHECKSUMS_FILE), signer, 'test')
}
