import { randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createAuthority } from '../../e2e/kubernetes/cluster/certificates.ts'
import { blobPath } from '../oci/blobs.ts'
import { imageManifest, MEDIA } from '../oci/documents.ts'
import { image } from '../oci/image.ts'
import { partsOf, readLayout } from '../oci/read-layout.ts'
import { writeImages, type WrittenImage } from '../oci/write-images.ts'
import type { ReleaseImage } from '../release/release.ts'
import { verifyEc } from '../signing/ec-signature.ts'
import { IMAGE_SIGNATURES, writeImageSignatures } from '../signing/image-signatures.ts'
import { makeSigningKeys, publicKeysOf } from '../signing/signing-keys.ts'
import { bytesToSend } from './bytes-to-send.ts'
import { CHUNK_BYTES_START } from './push-blob.ts'
import { digestAt } from './push-manifest.ts'
import { pushImages, type ImageToPush, type PushProgress } from './push-images.ts'
import { pushSignatures } from './push-signatures.ts'
import type { RegistryOptions } from './registry-client.ts'
import { RegistryClient } from './registry-client.ts'
import {
  PUSHER,
  requireDebianRegistry,
  startDebianRegistry,
  type DebianRegistryOptions,
} from './testing/debian-registry.ts'
import { startHostileProxy } from './testing/hostile-proxy.ts'
import { startTokenServer } from './testing/token-server.ts'

const MIB = 1024 * 1024

describe.skipIf(process.platform !== 'linux' || requireDebianRegistry() !== undefined)(
  'images go into a registry',
  () => {
    let folder: string
    let layout: string
    let written: WrittenImage[]
    let images: ImageToPush[]
    const ends: (() => unknown)[] = []

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'fairlead-push-'))
      layout = join(folder, 'images')
      // Random, so that no layer gets smaller than it is.
      const shared = join(folder, 'shared')
      writeFileSync(shared, randomBytes(22 * MIB))
      const base = { from: shared, to: '/shared' }
      written = await writeImages(layout, [
        image({ name: 'fairlead.test/one:1', layers: [base, { text: 'one', to: '/one' }] }),
        image({ name: 'fairlead.test/two:1', layers: [base, { text: 'two', to: '/two' }] }),
      ])
      images = written.map(({ digest }, index) => ({
        digest,
        repository: `site/fairlead/${['one', 'two'][index]}`,
        tag: '1.0.0',
      }))
    })

    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end()
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    async function registry(options: DebianRegistryOptions = {}) {
      const started = await startDebianRegistry(options)
      ends.push(() => started.stop())
      return started
    }

    function open(options: RegistryOptions): RegistryClient {
      const client = new RegistryClient(options)
      ends.push(() => client.close())
      return client
    }

    /** Every tag is at its digest, for a client that can read. */
    async function expectAll(client: RegistryClient): Promise<void> {
      for (const { repository, tag, digest } of images) expect(await digestAt(client, repository, tag)).toBe(digest)
    }

    async function problemOf(pushing: Promise<unknown>): Promise<{ problem: string; message: string }> {
      return await pushing.then(
        () => ({ problem: 'none', message: '' }),
        (error: { problem?: string; message: string }) => ({
          problem: error.problem ?? 'another',
          message: error.message,
        }),
      )
    }

    test('signatures lie beside the images as policy engines look for them, and the second time nothing is sent', async () => {
      const client = open({ url: (await registry({ htpasswd: true })).url, login: PUSHER })
      const keys = makeSigningKeys()
      const signed = images.map(({ digest }, at) => ({ digest, name: `fairlead.test/${['one', 'two'][at]}:1` }))
      writeImageSignatures(folder, signed as ReleaseImage[], keys.ec)
      const signatures = { client, layout: join(folder, IMAGE_SIGNATURES), images }
      await pushImages({ client, layout, images })
      expect((await pushSignatures(signatures)).sentBytes).toBeGreaterThan(0)
      for (const { repository, digest } of images) {
        // What cosign asks for: a tag made of the digest, and in it one layer with what was signed.
        const ask = (path: string) =>
          client.send({
            method: 'GET',
            path: `/v2/${repository}/${path}`,
            repository,
            headers: { accept: MEDIA.manifest },
          })
        const manifest = imageManifest.parse(JSON.parse((await ask(`manifests/${digest.replace(':', '-')}.sig`)).text))
        const [layer] = manifest.layers
        const payload = (await ask(`blobs/${layer!.digest}`)).text
        expect(JSON.parse(payload)).toMatchObject({ critical: { image: { 'docker-manifest-digest': digest } } })
        const signature = Buffer.from(layer!.annotations!['dev.cosignproject.cosign/signature']!, 'base64')
        expect(verifyEc(Buffer.from(payload), signature, publicKeysOf(keys).ec)).toBe(true)
        expect(verifyEc(Buffer.from(`${payload} `), signature, publicKeysOf(keys).ec)).toBe(false)
      }
      expect(await pushSignatures(signatures)).toMatchObject({
        sentBytes: 0,
        images: [{ wasThere: true }, { wasThere: true }],
      })
      const stranger = { ...images[0]!, digest: `sha256:${'0'.repeat(64)}` as const }
      expect(await problemOf(pushSignatures({ ...signatures, images: [stranger] }))).toMatchObject({
        problem: 'corrupt',
      })
    })

    test('by digest and by tag, what images share is sent once, and the second time nothing is', async () => {
      const client = open({ url: (await registry()).url })
      const steps: PushProgress[] = []
      const first = await pushImages({ client, layout, images, onProgress: (step) => steps.push(step) })
      const size = (digest: string) => readFileSync(blobPath(layout, digest as never)).length
      const blobs = readLayout(layout).flatMap(({ manifests }) =>
        manifests.flatMap(({ manifest }) => [manifest.config, ...manifest.layers]),
      )
      const distinct = new Set(blobs.map(({ digest }) => digest))
      expect(first.sentBytes).toBe([...distinct].reduce((sum, digest) => sum + size(digest), 0))
      const tags = steps.map(({ step }) => step)
      expect(tags.indexOf('tag')).toBeGreaterThan(tags.lastIndexOf('blob'))
      expect(tags.indexOf('tag')).toBeGreaterThan(tags.lastIndexOf('manifest'))
      const second = await pushImages({ client, layout, images })
      expect(second.sentBytes).toBe(0)
      expect(second.images.map(({ wasThere }) => wasThere)).toEqual([true, true])
      await expectAll(client)
    })

    test('with a password, behind a private authority, and another program reads them as they are', async () => {
      const authority = await createAuthority('site authority')
      const tls = await authority.issue({ commonName: 'registry', hosts: ['127.0.0.1'] })
      const { url, host } = await registry({ tls, htpasswd: true })
      const client = open({ url, ca: authority.certificate, login: PUSHER })
      await pushImages({ client, layout, images })
      await expectAll(client)
      if (existsSync('/usr/bin/skopeo')) {
        const certificates = join(folder, 'certificates')
        execFileSync('mkdir', ['-p', certificates])
        writeFileSync(join(certificates, 'ca.crt'), authority.certificate)
        const copied = join(folder, 'copied')
        const from = `docker://${host}/${images[0]!.repository}@${images[0]!.digest}`
        const login = ['--src-creds', `${PUSHER.user}:${PUSHER.password}`, '--src-cert-dir', certificates]
        execFileSync('skopeo', [
          '--insecure-policy',
          'copy',
          '-q',
          '--preserve-digests',
          ...login,
          from,
          `oci:${copied}:1`,
        ])
        expect(readLayout(copied)[0]!.descriptor.digest).toBe(images[0]!.digest)
      }
    })

    test('with tokens of a token server, each for what it is needed for', async () => {
      const tokens = await startTokenServer(PUSHER)
      ends.push(() => tokens.close())
      const client = open({ url: (await registry({ token: tokens })).url, login: PUSHER })
      await pushImages({ client, layout, images })
      await expectAll(client)
      expect(tokens.asked).toContain('repository:site/fairlead/one:pull,push')
      expect(tokens.asked.every((scope) => scope.startsWith('repository:site/fairlead/'))).toBe(true)
    })

    test('through a proxy that takes 10 MB at a time', async () => {
      const { url } = await registry()
      const proxy = await startHostileProxy({ target: url, bodyBytesMax: 10_000_000 })
      ends.push(() => proxy.close())
      const client = open({ url: proxy.url })
      await pushImages({ client, layout, images, ways: { chunkBytes: 64 * MIB, isChunked: true } })
      await expectAll(client)
      expect(Math.max(...proxy.passed.map(({ bytes }) => bytes))).toBeLessThanOrEqual(10_000_000)
    })

    test('over a connection that breaks in the middle of a layer, again and again', async () => {
      const { url } = await registry()
      const proxy = await startHostileProxy({ target: url, cutAfterBytes: [3 * MIB, 11 * MIB, 16 * MIB, 33 * MIB] })
      ends.push(() => proxy.close())
      const client = open({ url: proxy.url })
      const { sentBytes } = await pushImages({ client, layout, images })
      await expectAll(client)
      expect(sentBytes).toBeGreaterThan(22 * MIB)
    })

    test('where the registry takes no chunks, whole', async () => {
      const { url } = await registry()
      const proxy = await startHostileProxy({ target: url, refuse: { method: 'PATCH', status: 405 } })
      ends.push(() => proxy.close())
      const client = open({ url: proxy.url })
      await pushImages({ client, layout, images })
      await expectAll(client)
      expect(proxy.passed.some(({ method, bytes }) => method === 'PUT' && bytes > 22 * MIB)).toBe(true)
    })

    test('a run that was broken off is taken up: what is there is not sent again', async () => {
      const { url } = await registry()
      const client = open({ url })
      await pushImages({ client, layout, images: [images[0]!] })
      const { sentBytes, spareBytes } = await pushImages({ client, layout, images })
      expect(sentBytes).toBeLessThan(MIB)
      expect(spareBytes).toBeGreaterThan(22 * MIB)
      await expectAll(client)
    })

    test('layers that an earlier image has brought are taken from there', async () => {
      const client = open({ url: (await registry()).url })
      const [one, two] = images as [ImageToPush, ImageToPush]
      await pushImages({ client, layout, images: [one] })
      const { sentBytes } = await pushImages({ client, layout, images: [two], alsoThere: [one] })
      expect(sentBytes).toBeLessThan(MIB)
    })

    test('layers that a delta leaves out are found in the registry, or named; what a push adds is counted once', async () => {
      const { url } = await registry()
      const client = open({ url })
      const distinct = new Map(
        readLayout(layout).flatMap((found) => partsOf(found).map(({ digest, size }) => [digest, size] as const)),
      )
      const all = [...distinct.values()].reduce((sum, size) => sum + size, 0)
      expect(await bytesToSend(client, layout, images)).toBe(all)
      // One image was there before; the other one takes the layer that it shares with it.
      const [one, two] = images as [ImageToPush, ImageToPush]
      const delta = join(folder, 'delta')
      cpSync(layout, delta, { recursive: true })
      const [shared] = readLayout(layout)[0]!.manifests[0]!.manifest.layers
      rmSync(blobPath(delta, shared!.digest))
      const absent = new Set([shared!.digest])
      const pushing = { client, layout: delta, images: [two], alsoThere: [one], absent }
      expect(await problemOf(pushImages(pushing))).toMatchObject({
        problem: 'missing',
        message: expect.stringContaining(shared!.digest),
      })
      expect(await digestAt(client, two.repository, two.tag)).toBeUndefined()
      await pushImages({ client, layout, images: [one] })
      expect(await bytesToSend(client, layout, [one])).toBeLessThan(10_000)
      const { sentBytes, spareBytes } = await pushImages(pushing)
      expect(spareBytes).toBeGreaterThanOrEqual(shared!.size)
      expect(sentBytes).toBeLessThan(10_000)
      await expectAll(client)
      rmSync(delta, { recursive: true })
    })

    test('a wrong password, a missing one and an unknown authority are told before anything is sent', async () => {
      const authority = await createAuthority('site authority')
      const other = await createAuthority('another authority')
      const tls = await authority.issue({ commonName: 'registry', hosts: ['127.0.0.1'] })
      const { url, host } = await registry({ tls, htpasswd: true })
      const ca = authority.certificate
      const push = (options: Omit<RegistryOptions, 'url'>) =>
        problemOf(pushImages({ client: open({ url, ...options }), layout, images }))
      expect(await push({ ca, login: { ...PUSHER, password: 'wrong' } })).toEqual({
        problem: 'login',
        message: `${host} does not accept the login of pusher: check user and password in registry.authFile`,
      })
      expect(await push({ ca })).toMatchObject({
        problem: 'login',
        message: expect.stringContaining('asks for a login'),
      })
      expect(await push({ ca: other.certificate, login: PUSHER })).toMatchObject({
        problem: 'certificate',
        message: expect.stringContaining('registry.caFile'),
      })
      expect(await push({ login: PUSHER })).toMatchObject({ problem: 'certificate' })
      await expectNoTags(open({ url, ca, login: PUSHER }))
    })

    test('tokens without the right to push are told as that', async () => {
      const tokens = await startTokenServer(PUSHER, { mayPush: false })
      ends.push(() => tokens.close())
      const client = open({ url: (await registry({ token: tokens })).url, login: PUSHER })
      expect(await problemOf(pushImages({ client, layout, images }))).toMatchObject({
        problem: expect.stringMatching(/login|denied/),
      })
    })

    test('one flipped byte in any blob stops it before the first byte leaves', async () => {
      const { url } = await registry()
      const client = open({ url })
      const broken = join(folder, 'broken')
      execFileSync('cp', ['-a', layout, broken])
      const { digest } = readLayout(broken).at(-1)!.manifests[0]!.manifest.layers.at(-1)!
      const path = blobPath(broken, digest)
      const content = readFileSync(path)
      content.writeUInt8(content.readUInt8(10) ^ 1, 10)
      writeFileSync(path, content)
      expect(await problemOf(pushImages({ client, layout: broken, images }))).toMatchObject({ problem: 'corrupt' })
      appendFileSync(path, 'more')
      expect(await problemOf(pushImages({ client, layout: broken, images }))).toMatchObject({ problem: 'corrupt' })
      await expectNoTags(client)
    })

    test.each([
      ['says so', false],
      ['cuts the connection', true],
    ])('a proxy that takes nothing large at all and %s is named, with what to change', async (_, isSilent) => {
      const { url } = await registry()
      const proxy = await startHostileProxy({ target: url, bodyBytesMax: 100_000, isSilent })
      ends.push(() => proxy.close())
      const ways = { chunkBytes: CHUNK_BYTES_START, isChunked: true, pauseMs: 5 }
      const told = await problemOf(pushImages({ client: open({ url: proxy.url }), layout, images, ways }))
      expect(told).toMatchObject({ problem: 'too-large', message: expect.stringContaining('client_max_body_size') })
      await expectNoTags(open({ url }))
    })

    test('a registry that is read-only says so', async () => {
      const client = open({ url: (await registry({ readOnly: true })).url })
      expect(await problemOf(pushImages({ client, layout, images }))).toMatchObject({ problem: 'read-only' })
    })

    test.skipIf(process.getuid?.() !== 0)(
      'a full disk of the registry is told, no tag moves, and with room it goes on',
      async () => {
        const storage = mkdtempSync(join(tmpdir(), 'fairlead-full-'))
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', storage])
        ends.push(() => {
          execFileSync('umount', ['-l', storage])
          rmSync(storage, { recursive: true, force: true })
        })
        const client = open({ url: (await registry({ storage })).url })
        expect(await problemOf(pushImages({ client, layout, images }))).toMatchObject({ problem: 'disk-full' })
        await expectNoTags(client)
        execFileSync('mount', ['-o', 'remount,size=200m', storage])
        await pushImages({ client, layout, images })
        await expectAll(client)
      },
    )

    test('a registry that is not there is told by name', async () => {
      const told = await problemOf(pushImages({ client: open({ url: 'http://127.0.0.1:9' }), layout, images }))
      expect(told).toMatchObject({ problem: 'unreachable', message: expect.stringContaining('127.0.0.1:9') })
      const nameless = await problemOf(
        pushImages({ client: open({ url: 'https://registry.nowhere.invalid' }), layout, images }),
      )
      expect(nameless).toMatchObject({
        problem: 'unreachable',
        message: expect.stringContaining('registry.nowhere.invalid'),
      })
    })

    async function expectNoTags(client: RegistryClient): Promise<void> {
      for (const { repository, tag } of images) expect(await digestAt(client, repository, tag)).toBeUndefined()
    }
  },
)
