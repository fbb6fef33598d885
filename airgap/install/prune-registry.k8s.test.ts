import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Digest } from '../oci/digest.ts'
import { image } from '../oci/image.ts'
import { writeImages } from '../oci/write-images.ts'
import type { ReleaseImage } from '../release/release.ts'
import { digestAt } from '../registry/push-manifest.ts'
import { pushImages, type ImageToPush } from '../registry/push-images.ts'
import { pushSignatures } from '../registry/push-signatures.ts'
import { RegistryClient } from '../registry/registry-client.ts'
import { requireDebianRegistry, startDebianRegistry } from '../registry/testing/debian-registry.ts'
import { IMAGE_SIGNATURES, signatureTag, writeImageSignatures } from '../signing/image-signatures.ts'
import { makeSigningKeys } from '../signing/signing-keys.ts'
import { listPrune, pruneRegistry } from './prune-registry.ts'

const REPOSITORY = 'site/fairlead'
const VERSIONS = ['1.0.0', '1.1.0', '1.2.0', '1.3.0']

describe.skipIf(process.platform !== 'linux' || requireDebianRegistry() !== undefined)('a registry is pruned', () => {
  let folder: string
  let digests: Digest[]
  const ends: (() => unknown)[] = []

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fairlead-prune-'))
  })
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A registry with four releases and their signatures; the second one has a tag of somebody else, too. */
  async function filled(deletes = true): Promise<RegistryClient> {
    const registry = await startDebianRegistry({ deletes })
    ends.push(() => registry.stop())
    const client = new RegistryClient({ url: registry.url })
    ends.push(() => client.close())
    const layout = join(folder, 'images')
    const shared = { text: 'shared', to: '/shared' }
    const specs = VERSIONS.map((version) =>
      image({ name: `fairlead.test/fairlead:${version}`, layers: [[shared], [{ text: version, to: '/version' }]] }),
    )
    const written = await writeImages(layout, specs)
    digests = written.map(({ digest }) => digest)
    const images = digests.map((digest, at): ImageToPush => ({ digest, repository: REPOSITORY, tag: VERSIONS[at]! }))
    const signed = digests.map((digest, at) => ({ digest, name: specs[at]!.name }))
    writeImageSignatures(folder, signed as ReleaseImage[], makeSigningKeys().ec)
    await pushImages({ client, layout, images: [...images, { ...images[1]!, tag: 'golden' }] })
    await pushSignatures({ client, layout: join(folder, IMAGE_SIGNATURES), images })
    return client
  }

  const list = (client: RegistryClient) =>
    listPrune(client, [{ repository: REPOSITORY, running: '1.3.0' }], [digests[3]!, digests[2]!])

  async function there(client: RegistryClient): Promise<string[]> {
    const tags = [...VERSIONS, 'golden', ...digests.map(signatureTag)]
    const found = await Promise.all(tags.map(async (tag) => [tag, await digestAt(client, REPOSITORY, tag)] as const))
    return found.flatMap(([tag, digest]) => (digest === undefined ? [] : [tag]))
  }

  test('the oldest release goes with its signature; what runs, the one before and what somebody has tagged stay whole', async () => {
    const client = await filled()
    const plans = await list(client)
    expect(plans[0]!.items.map(({ tags, what }) => [what, ...tags])).toEqual([
      ['image', '1.0.0'],
      ['signature', signatureTag(digests[0]!)],
    ])
    const before = await there(client)
    expect(await pruneRegistry(client, plans)).toHaveLength(2)
    expect(await there(client)).toEqual(before.filter((tag) => tag !== '1.0.0' && tag !== signatureTag(digests[0]!)))
    expect(await digestAt(client, REPOSITORY, digests[0]!)).toBeUndefined()
    // A second run finds nothing, and one that lists from before takes what is gone for gone.
    expect((await list(client))[0]!.items).toEqual([])
    expect(await pruneRegistry(client, plans)).toEqual([])
    expect(await listPrune(client, [{ repository: 'site/none', running: '1.3.0' }], [])).toEqual([
      { repository: 'site/none', items: [], kept: [] },
    ])
  })

  test('a registry that lets nobody delete says so in a sentence, and everything is there still', async () => {
    const client = await filled(false)
    const before = await there(client)
    await expect(list(client).then((plans) => pruneRegistry(client, plans))).rejects.toMatchObject({
      exit: 'registry',
      message: expect.stringContaining('storage.delete.enabled: true'),
      hint: 'nothing was removed',
    })
    expect(await there(client)).toEqual(before)
  })
})
