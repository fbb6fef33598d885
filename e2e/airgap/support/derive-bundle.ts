import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { blobPath, writeDocument } from '@fairlead/airgap/oci/blobs'
import type { Digest } from '@fairlead/airgap/oci/digest'
import { CONTAINERD_NAME, imageConfig, MEDIA, REF_NAME } from '@fairlead/airgap/oci/documents'
import { layerEntries, type LayerSource } from '@fairlead/airgap/oci/layer-entries'
import { readDocument, readLayout, strayBlobs, type LayoutImage } from '@fairlead/airgap/oci/read-layout'
import { writeLayer } from '@fairlead/airgap/oci/write-layer'
import { CHECKSUMS_FILE, writeChecksums } from '@fairlead/airgap/release/checksums'
import { imageOf, readRelease } from '@fairlead/airgap/release/read-release'
import { writeRelease } from '@fairlead/airgap/release/write-release'
import { IMAGE_SIGNATURES, writeImageSignatures } from '@fairlead/airgap/signing/image-signatures'
import { signFile } from '@fairlead/airgap/signing/sign-file'
import { readSigningKeys } from '@fairlead/airgap/signing/signing-keys'

export interface Derived {
  version: string
  counter: number
  /** Put over the files of the control plane. */
  files: LayerSource[]
}

/**
 * A bundle of another release, made of one that is there and signed with the same keys: another version and number, and a control plane and an agent with one more layer each. It shares its files with
 * the first one, as far as they are the same. Answers its folder.
 */
export async function deriveBundle(from: string, to: string, keyFile: string, derived: Derived): Promise<string> {
  const { version, counter } = derived
  if (spawnSync('cp', ['-al', from, to]).status !== 0) throw new Error(`${from} cannot be copied to ${to}`)
  // Links to the same files: what changes is taken away first.
  const replace = (path: string, text: string) => {
    rmSync(join(to, path))
    writeFileSync(join(to, path), text)
  }
  const layout = join(to, 'images')
  const release = readRelease(from)
  const about = (name: string): LayerSource => ({
    text: JSON.stringify({ name: `@fairlead/${name}`, version, type: 'module' }),
    to: '/app/dist/package.json',
  })
  const others = new Map([
    await withLayer(layout, imageOf(release, 'control-plane').name, [about('control-plane'), ...derived.files]),
    await withLayer(layout, imageOf(release, 'agent').name, [about('agent')]),
  ])
  const renamed = (name: string) => name.replace(/:[^:]+$/, `:${version}`)
  const manifests = readLayout(layout).map(({ name = '', descriptor }) => ({
    ...descriptor,
    ...others.get(name),
    annotations: { [REF_NAME]: renamed(name), [CONTAINERD_NAME]: renamed(name) },
  }))
  replace('images/index.json', JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.index, manifests }))
  for (const stray of strayBlobs(layout)) rmSync(blobPath(layout, stray))
  const images = release.images.map((each) => {
    const own = { ...each, name: renamed(each.name), tag: version }
    const digest = others.get(each.name)?.digest
    if (digest === undefined) return own
    return { ...own, digest, platforms: own.platforms.map((platform) => ({ ...platform, digest })) }
  })
  rmSync(join(to, 'release.json'))
  writeRelease(to, { ...release, version, counter, images, upgradeFrom: { ...release.upgradeFrom, newest: version } })
  replace(
    'images/manifest.json',
    readFileSync(join(to, 'images/manifest.json'), 'utf8').replaceAll(`:${release.version}"`, `:${version}"`),
  )
  rmSync(join(to, IMAGE_SIGNATURES), { recursive: true })
  writeImageSignatures(to, images, readSigningKeys(keyFile).ec)
  for (const suffix of ['', '.ec.sig', '.sshsig', '.minisig'])
    rmSync(join(to, `${CHECKSUMS_FILE}${suffix}`), { force: true })
  await writeChecksums(to)
  signFile(
    join(to, CHECKSUMS_FILE),
    readSigningKeys(keyFile),
    `Fairlead ${version}, release ${counter}, derived in ${dirname(to)}`,
  )
  return to
}

/** Adds a layer to an image of a layout. Answers its name, and where its manifest is now. */
async function withLayer(
  layout: string,
  name: string,
  sources: LayerSource[],
): Promise<[name: string, manifest: { digest: Digest; size: number }]> {
  const [{ manifest }] = readLayout(layout).find((image) => image.name === name)!.manifests as [
    LayoutImage['manifests'][0],
  ]
  const config = imageConfig.parse(readDocument(layout, manifest.config))
  const layer = await writeLayer(layout, layerEntries(sources))
  const { digest, size } = writeDocument(layout, MEDIA.manifest, {
    ...manifest,
    config: writeDocument(layout, MEDIA.config, {
      ...config,
      rootfs: { type: 'layers', diff_ids: [...config.rootfs.diff_ids, layer.diffId] },
      history: [...(config.history ?? []), { created_by: 'derived' }],
    }),
    layers: [...manifest.layers, { mediaType: MEDIA.layer, digest: layer.digest, size: layer.size }],
  })
  return [name, { digest, size }]
}
