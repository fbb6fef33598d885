import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { buildBundle } from '@fairlead/airgap/bundle/build-bundle'
import { describeSource } from '@fairlead/airgap/bundle/describe-source'
import { writeDownloads } from '@fairlead/airgap/downloads/write-downloads'
import { toPush } from '@fairlead/airgap/install/site-images'
import type { Digest } from '@fairlead/airgap/oci/digest'
import { pushImages } from '@fairlead/airgap/registry/push-images'
import { RegistryClient } from '@fairlead/airgap/registry/registry-client'
import { startDebianRegistry } from '@fairlead/airgap/registry/testing/debian-registry'
import { writeParts } from '@fairlead/airgap/bundle/write-parts'
import { sha256Of } from '@fairlead/airgap/release/checksums'
import { imageOf, readRelease } from '@fairlead/airgap/release/read-release'
import { makeSigningKeys, readSigningKeys } from '@fairlead/airgap/signing/signing-keys'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { checkOutElsewhere, type OtherCheckout } from './support/other-checkout.ts'
import { readCatalogue } from '../../packages/control-plane/src/downloads/read-catalogue.ts'
import { Site } from './support/site.ts'
import { unpack } from './support/unpack.ts'

const { archive, folder, keyFile, keyHistory, counter } = inject('bundle')
const signed = ['--signing-key', keyFile, '--key-history', keyHistory]
const keys = readSigningKeys(keyFile)
const { architecture } = readRelease(folder)
const quiet = { architecture, keys, say: () => undefined }

let site: Site
beforeAll(() => {
  site = new Site()
})
afterAll(() => site.remove())

function airgap(bundle: string, ...args: string[]) {
  return site.run(join(bundle, 'airgap'), ...args)
}

const other = () => join(site.home, 'built-elsewhere')
let checkout: OtherCheckout

beforeAll(() => {
  checkout = checkOutElsewhere(site.home)
}, 300_000)

test('another folder, home, time zone, language and umask give the same images, and an archive with the same hash and signatures', () => {
  checkout.build('--allow-dirty', '--counter', String(counter), ...signed, '--out', other())
  const there = unpack(join(other(), basename(archive)), join(site.home, 'compare'))
  expect(hashesOf(there)).toEqual(hashesOf(folder))
  expect(readRelease(there).images).toEqual(readRelease(folder).images)
  for (const suffix of ['.sha256', '.ec.sig', '.sshsig', '.minisig'])
    expect(readFileSync(join(other(), `${basename(archive)}${suffix}`))).toEqual(readFileSync(`${archive}${suffix}`))
  rmSync(there, { recursive: true })
}, 600_000)

describe('a newer release as a delta', () => {
  let delta: string
  let size: number

  beforeAll(() => {
    checkout.change('0.1.1')
    const args = ['--allow-dirty', '--counter', String(counter + 1), ...signed, '--base', folder]
    checkout.build(...args, '--out', other())
    const file = join(other(), `${basename(archive, '.tar.gz').replace('0.1.0', '0.1.1')}-delta-from-${counter}.tar.gz`)
    size = statSync(file).size
    delta = unpack(file, join(site.home, 'new'))
  }, 600_000)

  test('is smaller than 1 MB where the code of every program of ours is another one, and brings nothing of others', () => {
    expect(size).toBeLessThan(1_000_000)
    expect(existsSync(join(delta, 'bin/helm'))).toBe(false)
    expect(readRelease(delta).base?.omitted.map(({ path }) => path)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^programs\/main\/chunk-/)]),
    )
  })

  test('has the same PostgreSQL, to the digest, so that the database goes on running', () => {
    const [before, after] = [folder, delta].map((bundle) => imageOf(readRelease(bundle), 'postgresql').digest)
    expect(after).toBe(before)
  })

  test('says which bundle it needs when that is not beside it', () => {
    const { code, err } = airgap(delta, 'verify')
    expect(code).toBe(4)
    expect(err).toContain('fairlead-airgap-0.1.0')
  })

  test('starts without that one where it was accepted, and finds its layers in the registry, or says which are missing', async () => {
    const alone = join(site.home, 'alone')
    cpSync(delta, alone, { recursive: true })
    expect(airgap(folder, 'verify', '--accept')).toMatchObject({ code: 0 })
    const registry = await startDebianRegistry()
    try {
      writeFileSync(
        join(site.home, 'site.yaml'),
        `registry: {url: "${registry.url}"}\nbackend: {domain: fairlead.site, expose: {ingress: {}}, database: {bundled: {}}}\n`,
      )
      const { images, base } = readRelease(alone)
      const blobs = base!.omitted.filter(({ path }) => path.startsWith('images/'))
      const refused = await site.start(join(alone, 'airgap'), '--json', 'verify', '-f', 'site.yaml')
      expect(refused, refused.err).toMatchObject({ code: 5 })
      const { details } = JSON.parse(refused.err.trim().split('\n').at(-1) ?? '') as { details: string[] }
      expect(details.length).toBeGreaterThan(2)
      for (const line of details)
        expect(blobs.some(({ digest, path }) => line.includes(digest) && line.includes(path))).toBe(true)
      const client = new RegistryClient({ url: registry.url })
      const before = readRelease(folder).images.filter(({ role }) => role !== 'pause')
      const at = { url: registry.url, project: 'fairlead' } as never
      await pushImages({ client, layout: join(folder, 'images'), images: toPush(before, at) })
      const good = await site.start(join(alone, 'airgap'), '--json', 'verify', '-f', 'site.yaml')
      expect(good, good.err).toMatchObject({ code: 0 })
      const absent = new Set(
        (JSON.parse(good.out) as { layers: { digest: Digest }[] }).layers.map(({ digest }) => digest),
      )
      expect(absent.size).toBe(details.length)
      const wanted = toPush(
        images.filter(({ role }) => role !== 'pause'),
        at,
      )
      const report = await pushImages({ client, layout: join(alone, 'images'), images: wanted, absent })
      expect(report.sentBytes).toBeLessThan(1_000_000)
      client.close()
    } finally {
      await registry.stop()
      rmSync(alone, { recursive: true })
    }
  }, 600_000)

  test('becomes a whole bundle with the help of the one before, and needs that no more', () => {
    site.env['FAIRLEAD_AIRGAP_BASE'] = folder
    expect(airgap(delta, 'verify', '--accept')).toMatchObject({ code: 0 })
    delete site.env['FAIRLEAD_AIRGAP_BASE']
    expect(airgap(delta, 'verify')).toMatchObject({ code: 0 })
    const { out } = airgap(delta, '--json', 'diff', folder)
    const { bytesToPush, changes } = JSON.parse(out) as { bytesToPush: number; changes: { path: string }[] }
    expect(bytesToPush).toBeLessThan(800_000)
    expect(changes.map(({ path }) => path)).toContain('release.json')
  })

  test('makes the one before too old, whose signature is still good', () => {
    const { code, err } = airgap(folder, 'verify')
    expect(code).toBe(3)
    expect(err).toContain(`release ${counter}`)
    expect(airgap(folder, '--allow-older', 'verify').code).toBe(0)
  })

  test('is not built on a bundle that other keys have signed', async () => {
    const source = describeSource({ counter: counter + 2, allowDirty: true })
    const other = { ...quiet, keys: makeSigningKeys(), source, purpose: 'site', out: join(site.home, 'dist') } as const
    await expect(buildBundle({ ...other, base: folder })).rejects.toThrow('not to be built on')
  })
})

test('a bundle for a cluster has the agent and nothing of the control plane, and its keys are checked against those before', async () => {
  const source = describeSource({ counter: counter + 3, allowDirty: true })
  const out = join(site.home, 'dist')
  const { file, size } = await buildBundle({ ...quiet, keys: makeSigningKeys(), source, purpose: 'cluster', out })
  expect(size).toBeLessThan(80_000_000)
  const bundle = unpack(file, join(site.home, 'cluster'))
  expect(readRelease(bundle).images.map(({ role }) => role)).toEqual(['agent', 'pause'])
  expect(readRelease(bundle).charts.map(({ name }) => name)).toEqual(['fairlead-agent'])
  const { code, err } = airgap(bundle, 'verify')
  expect(code).toBe(3)
  expect(err).toContain('other keys')
  expect(airgap(bundle, '--key', join(bundle, 'trust/release.pub.pem'), 'verify').code).toBe(0)
  const laid = join(site.home, 'laid')
  mkdirSync(laid)
  const add = (from: string, ...more: string[]) => airgap(from, ...more, 'downloads', 'add', file, '--into', laid)
  expect(add(folder, '--allow-older')).toMatchObject({ code: 3, err: expect.stringContaining('it was not added') })
  expect(add(bundle, '--key', join(bundle, 'trust/release.pub.pem'))).toMatchObject({ code: 0 })
  const added = readCatalogue(laid, source.version).catalogue?.items.map(({ name }) => name)
  expect(added?.filter((name) => name.endsWith('.gz'))).toEqual([basename(file)])
  const downloads = join(site.home, 'downloads')
  await writeDownloads(downloads, [file])
  const { catalogue } = readCatalogue(downloads, source.version)
  const handedOut = catalogue?.items.filter(({ kind }) => kind === 'bundle') ?? []
  const endings = ['', '.ec.sig', '.minisig', '.sha256', '.sshsig']
  expect(handedOut.map(({ name }) => name)).toEqual(endings.map((ending) => `${basename(file)}${ending}`))
  expect(handedOut[0]).toMatchObject({ bytes: size, sha256: await sha256Of(file) })
  await expect(writeDownloads(downloads, [archive.replace('.tar.gz', '.none.tar.gz')])).rejects.toThrow(
    'no whole bundle',
  )
})

test('parts for small media are the archive again when they are put together', async () => {
  const copy = join(site.home, basename(archive))
  cpSync(archive, copy)
  const parts = await writeParts(copy, 40 * 1024 * 1024)
  expect(parts.length).toBe(Math.ceil(statSync(archive).size / (40 * 1024 * 1024)))
  rmSync(copy)
  const script = `cd ${site.home} && sha256sum -c ${copy}.parts.sha256 && cat ${copy}.part-* > whole`
  expect(spawnSync('sh', ['-c', script]).status).toBe(0)
  expect(await sha256Of(join(site.home, 'whole'))).toBe(await sha256Of(archive))
})

function hashesOf(bundle: string): string[] {
  return readFileSync(join(bundle, 'SHA256SUMS'), 'utf8').split('\n')
}
