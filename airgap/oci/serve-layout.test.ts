import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
  server = await serveLayout({ layout, host: '127.0.0.1', ...options })
  return server.url
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
  expect((await fetch(`${url}/v2/team/app/blobs/uploads/`, { method: 'POST' })).status).toBe(405)
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
