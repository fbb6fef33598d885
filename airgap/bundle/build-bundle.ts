import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildWeb } from '../../tools/processes/build-web.ts'
import { writeChecksums, CHECKSUMS_FILE } from '../release/checksums.ts'
import { MODES, PLATFORMS, type Architecture, type Purpose, type Release } from '../release/release.ts'
import { writeRelease } from '../release/write-release.ts'
import { signFile } from '../signing/sign-file.ts'
import { publicKeysOf, type SigningKeys } from '../signing/signing-keys.ts'
import { bundleCharts } from './bundle-charts.ts'
import { bundleImages, imageSpecs } from './bundle-images.ts'
import { bundlePrograms, listPrograms } from './bundle-programs.ts'
import type { Source } from './describe-source.ts'
import { packBundle, type PackedBundle } from './pack-bundle.ts'
import { bundleName } from '../release/bundle-name.ts'
import { readRelease } from '../release/read-release.ts'
import { omitBase } from './omit-base.ts'
import { openBase } from './open-base.ts'
import { writeLicences } from '../licences/write-licences.ts'
import { writeSboms } from '../sbom/write-sboms.ts'
import { writeVex } from '../sbom/write-vex.ts'
import { writeImageSignatures } from '../signing/image-signatures.ts'
import { writeDocuments } from './write-documents.ts'
import { writeProvenance } from './write-provenance.ts'
import { writeLaunchers } from './write-launchers.ts'
import { writeTrust } from './write-trust.ts'

/** The oldest version from which the migrations of this one are tested. */
const UPGRADES_FROM = '0.1.0'

export interface BundleOptions {
  source: Source
  architecture: Architecture
  purpose: Purpose
  keys: SigningKeys
  /** A folder with the list of keys that a root key has signed; see `key-history.ts`. */
  keyHistory?: string
  /** A bundle, as folder or archive, whose parts are left out. */
  base?: string
  /** Folder for the finished files. */
  out: string
  say: (line: string) => void
}

/** Builds one bundle: one archive with its hash and its signatures beside it. The same source and keys give the same bytes. */
export async function buildBundle(options: BundleOptions): Promise<PackedBundle> {
  const { source, architecture, purpose, keys, out, say, base: given } = options
  const { version, counter, commit, at } = source
  mkdirSync(out, { recursive: true })
  const work = mkdtempSync(join(out, '.bundle-'))
  const name = bundleName({ version, architecture, purpose })
  const bundle = join(work, name)
  try {
    const old =
      given === undefined ? undefined : await openBase(given, publicKeysOf(keys), mkdtempSync(join(work, 'base-')))
    if (purpose === 'site') buildWeb(say)
    mkdirSync(bundle)
    const specs = await imageSpecs({ architecture, purpose, version }, say)
    const images = await bundleImages(join(bundle, 'images'), specs)
    say('programs, charts and documents')
    const charts = await bundleCharts(bundle, purpose)
    await bundlePrograms(bundle, architecture, say)
    const known = { version, architecture, images: images.map(({ release }) => release) }
    writeTrust(bundle, publicKeysOf(keys), options.keyHistory)
    const components = await writeSboms(bundle, images, source)
    writeVex(bundle, components, source)
    writeImageSignatures(bundle, known.images, keys.ec)
    await writeLicences(bundle, architecture, components)
    writeDocuments(bundle, known)
    await writeLaunchers(bundle, known, old === undefined ? '' : bundleName(readRelease(old)))
    const files = await listPrograms(bundle, known)
    const base = old === undefined ? undefined : await omitBase(bundle, { architecture, purpose, counter }, old)
    const release: Release = {
      schema: 1,
      product: 'fairlead',
      ...known,
      counter,
      createdFrom: { commit, at: at.toISOString() },
      purpose,
      modes: [...MODES],
      platforms: [...PLATFORMS],
      upgradeFrom: { oldest: UPGRADES_FROM, newest: version },
      charts,
      files,
      ...(base === undefined ? {} : { base }),
    }
    writeRelease(bundle, release)
    writeProvenance(bundle, release)
    await writeChecksums(bundle)
    signFile(join(bundle, CHECKSUMS_FILE), keys, trustedComment(source))
    say('the archive')
    const archive = old === undefined ? name : `${name}-delta-from-${readRelease(old).counter}`
    return await packBundle(bundle, { top: name, archive }, out, keys, trustedComment(source))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function trustedComment({ version, counter, at }: Source): string {
  return `Fairlead ${version}, release ${counter}, timestamp:${at.getTime() / 1000}`
}
