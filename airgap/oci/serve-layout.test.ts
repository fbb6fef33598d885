import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobPath } from './blobs.ts'
import { digestOf } from './digest.ts'
import { MEDIA } from './documents.ts'
import { image } from './image.ts'
import { readLayout } from './read-layout.ts'
import { serveLayout, type LayoutServer } from './serve-layout.ts'
import { writeImages } from './write-images.ts'

let layout: string
let server: LayoutServer | undefined

beforeEach(async () => {
  layout = mkdtempSync(join(tmpdir(), 'fairlead-serve-'))
  await writeImages(layout, [image({ name: 'registry.example/team/app:1', layers: [{ text: 'one', to: '/one' }] })])
})

afterEach(async () => {
  await server?.close()
  rmSync(layout, { recursive: true, force: true })
})

async function serve(options: Partial<Parameters<typeof serveLayout>[0]> = {}): Promise<string> {
  server = await serveLayout({ layouts: () => [layout], host: '127.0.0.1', ...options })
  return server.url
}

/** Not made sense of before it leaves. */
function rawStatus(url: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { path }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).once('error', reject)
  })
}

test('an image is found by tag and by digest, and its layers by theirs', async () => {
  const url = await serve()
  const { digest } = readLayout(layout)[0]!.descriptor
  for (const reference of ['1', digest]) {
    const response = await fetch(`${url}/v2/team/app/manifests/${reference}`)
    expect(response.headers.get('content-type')).toBe(MEDIA.manifest)
    expect(response.headers.get('docker-content-digest')).toBe(digest)
    expect(digestOf(await response.text())).toBe(digest)
  }
  const layer = readLayout(layout)[0]!.manifests[0]!.manifest.layers[0]!
  const blob = await fetch(`${url}/v2/team/app/blobs/${layer.digest}`)
  expect(digestOf(new Uint8Array(await blob.arrayBuffer()))).toBe(layer.digest)
})

test('what is not there is answered with 404 and the code of the protocol', async () => {
  const url = await serve()
  const paths = { 'manifests/2': 'MANIFEST_UNKNOWN', [`blobs/${digestOf('nothing')}`]: 'BLOB_UNKNOWN' }
  for (const [path, code] of Object.entries(paths)) {
    const response = await fetch(`${url}/v2/team/app/${path}`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ errors: [{ code }] })
  }
  expect((await fetch(`${url}/v2/team/app/blobs/..%2f..%2findex.json`)).status).toBe(404)
})

test('nothing can be written', async () => {
  const url = await serve()
  for (const [method, path] of [
    ['POST', 'blobs/uploads/'],
    ['PUT', 'manifests/1'],
    ['DELETE', 'manifests/1'],
  ] as const) {
    const response = await fetch(`${url}/v2/team/app/${path}`, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect(await response.json()).toMatchObject({
      errors: [{ code: 'UNSUPPORTED', message: expect.stringContaining('read-only') }],
    })
  }
})

test('an image is found under whatever project a site has put before its name, and nowhere else', async () => {
  const url = await serve()
  const { digest } = readLayout(layout)[0]!.descriptor
  const status = async (path: string) => (await fetch(`${url}/v2/${path}`)).status
  expect(await status(`site/project/team/app/manifests/${digest}`)).toBe(200)
  expect(await status(`other/manifests/${digest}`)).toBe(404)
  expect(await status(`steam/app/manifests/${digest}`)).toBe(404)
  const tags = await fetch(`${url}/v2/site/team/app/tags/list`)
  expect(await tags.json()).toEqual({ name: 'site/team/app', tags: ['1'] })
})

test('a request that makes no sense is answered, and the next one as well', async () => {
  const url = await serve()
  const { digest } = readLayout(layout)[0]!.manifests[0]!.manifest.layers[0]!
  // A layer is no manifest, and `//` no path of a URL.
  for (const path of [`//`, `/v2/team/app/manifests/${digest}`, '/v2/%zz/manifests/1'])
    expect(await rawStatus(url, path)).toBe(404)
  expect((await fetch(`${url}/v2/`)).status).toBe(200)
})

test('what a bundle is missing is told, and looked for again once there is more', async () => {
  const more = mkdtempSync(join(tmpdir(), 'fairlead-serve-'))
  await writeImages(more, [image({ name: 'registry.example/team/app:2', layers: [{ text: 'two', to: '/two' }] })])
  const layouts = [layout]
  const asked: string[] = []
  const url = await serve({
    layouts: () => layouts,
    onMissing: async (path) => {
      asked.push(path)
      if (!path.endsWith('/2')) return false
      layouts.push(more)
      return true
    },
  })
  expect((await fetch(`${url}/v2/team/app/manifests/2`)).status).toBe(200)
  expect((await fetch(`${url}/v2/team/app/manifests/2`)).status).toBe(200)
  expect((await fetch(`${url}/v2/team/app/manifests/3`)).status).toBe(404)
  expect(asked).toEqual(['/v2/team/app/manifests/2', '/v2/team/app/manifests/3'])
  rmSync(more, { recursive: true })
})

test('a layer that one layout leaves out comes from another, whatever image has it there', async () => {
  const more = mkdtempSync(join(tmpdir(), 'fairlead-serve-'))
  const shared = { text: 'one', to: '/one' }
  await writeImages(more, [image({ name: 'registry.example/other:1', layers: [shared] })])
  const { digest } = readLayout(layout)[0]!.manifests[0]!.manifest.layers[0]!
  rmSync(blobPath(layout, digest))
  const url = await serve({ layouts: () => [layout, more] })
  expect((await fetch(`${url}/v2/team/app/blobs/${digest}`)).status).toBe(200)
  rmSync(more, { recursive: true })
  expect((await fetch(`${url}/v2/team/app/blobs/${digest}`)).status).toBe(404)
})

test('whoever does not sign in is asked to', async () => {
  const url = await serve({ login: { user: 'pull', password: 'secret' } })
  const anonymous = await fetch(`${url}/v2/`)
  expect(anonymous.status).toBe(401)
  expect(anonymous.headers.get('www-authenticate')).toContain('Basic')
  const basic = (text: string) => ({ headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` } })
  expect((await fetch(`${url}/v2/`, basic('pull:wrong'))).status).toBe(401)
  expect((await fetch(`${url}/v2/`, basic('pull:secret'))).status).toBe(200)
})

test('a test can make it fail and lie', async () => {
  const { digest } = readLayout(layout)[0]!.manifests[0]!.manifest.layers[0]!
  const url = await serve({
    fault: (path) => (path.includes('/blobs/') ? 'flip-a-byte' : path.endsWith('/1') ? { status: 503 } : undefined),
  })
  expect((await fetch(`${url}/v2/team/app/manifests/1`)).status).toBe(503)
  const blob = await fetch(`${url}/v2/team/app/blobs/${digest}`)
  expect(digestOf(new Uint8Array(await blob.arrayBuffer()))).not.toBe(digest)
})
