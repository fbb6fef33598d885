import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobPath } from './blobs.ts'
import { imageConfig } from './documents.ts'
import { image, type ImageOptions } from './image.ts'
import { readDocument, readLayout } from './read-layout.ts'
import { verifyLayout } from './verify-layout.ts'
import { writeImages } from './write-images.ts'

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-oci-'))
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

function sources(folder = 'app'): string {
  const path = join(home, folder)
  mkdirSync(join(path, 'lib'), { recursive: true })
  writeFileSync(join(path, 'main.js'), 'console.log(1)')
  writeFileSync(join(path, 'lib/run.sh'), '#!/bin/sh\n', { mode: 0o750 })
  return path
}

function app(from: string, options: Partial<ImageOptions> = {}) {
  return image({
    name: 'registry.example/team/app:1.0.0',
    layers: [{ from, to: '/app' }, [{ link: '/app/main.js', to: '/usr/bin/app' }]],
    entrypoint: ['/bin/node', '/app/main.js'],
    env: { B: '2', A: '1' },
    user: '65532:65532',
    ports: [8080],
    ...options,
  })
}

test('the same content gives the same digest, whatever the times, rights and places of its files', async () => {
  const from = sources()
  const copy = join(home, 'elsewhere')
  cpSync(from, copy, { recursive: true })
  writeFileSync(join(copy, 'lib/run.sh'), '#!/bin/sh\n', { mode: 0o700 })
  utimesSync(join(copy, 'main.js'), new Date(0), new Date(1e12))
  const [first] = await writeImages(join(home, 'a'), [app(from)])
  const [second] = await writeImages(join(home, 'b'), [app(copy, { env: { A: '1', B: '2' } })])
  expect(second).toEqual(first)
})

test('one changed byte gives another digest', async () => {
  const from = sources()
  const [before] = await writeImages(join(home, 'a'), [app(from)])
  writeFileSync(join(from, 'main.js'), 'console.log(2)')
  const [after] = await writeImages(join(home, 'a'), [app(from)])
  expect(after?.digest).not.toBe(before?.digest)
})

test('an image of the same name takes the place of the former, and nothing of that is left', async () => {
  const from = sources()
  await writeImages(home, [app(from)])
  writeFileSync(join(from, 'main.js'), 'console.log(2)')
  const [written] = await writeImages(home, [app(from)])
  expect(await verifyLayout(home)).toEqual({
    images: [{ name: 'registry.example/team/app:1.0.0', digest: written?.digest, size: written?.size }],
    problems: [],
  })
})

test('images share the layers that they have in common', async () => {
  const from = sources()
  await writeImages(home, [app(from), app(from, { name: 'registry.example/team/other:1.0.0', user: '1:1' })])
  const [first, second] = readLayout(home).map(({ manifests }) => manifests[0]?.manifest.layers)
  expect(second).toEqual(first)
})

test('a config says how to run the image', async () => {
  await writeImages(home, [app(sources())])
  const { config, architecture } = imageConfig.parse(
    readDocument(home, readLayout(home)[0]!.manifests[0]!.manifest.config),
  )
  expect(architecture).toBe(process.arch === 'x64' ? 'amd64' : process.arch)
  expect(config).toEqual({
    User: '65532:65532',
    ExposedPorts: { '8080/tcp': {} },
    Env: ['A=1', 'B=2'],
    Entrypoint: ['/bin/node', '/app/main.js'],
  })
})

test('platforms of one name become one index', async () => {
  const from = sources()
  const platforms = ['amd64', 'arm64'].map((architecture) => app(from, { platform: { os: 'linux', architecture } }))
  const [written] = await writeImages(home, platforms)
  const [found] = readLayout(home)
  expect(found?.descriptor.digest).toBe(written?.digest)
  expect(found?.manifests.map(({ descriptor }) => descriptor.platform?.architecture)).toEqual(['amd64', 'arm64'])
  expect((await verifyLayout(home)).problems).toEqual([])
})

test('a layer names no user, time or system of the machine that wrote it', async () => {
  await writeImages(home, [app(sources())])
  const blob = readFileSync(blobPath(home, readLayout(home)[0]!.manifests[0]!.manifest.layers[0]!.digest))
  expect(blob.subarray(4, 10)).toEqual(Buffer.from([0, 0, 0, 0, 2, 255]))
  const header = gunzipSync(blob).subarray(0, 512)
  expect(header.subarray(0, 5).toString()).toBe('app/\0')
  for (const [from, to] of [
    [108, 115],
    [116, 123],
    [136, 147],
  ] as const)
    expect(header.subarray(from, to).toString()).toMatch(/^0+ ?$/)
})

test('paths longer than the old form of tar allows arrive whole', async () => {
  const deep = join(sources(), 'a'.repeat(120), 'b'.repeat(120))
  mkdirSync(deep, { recursive: true })
  writeFileSync(join(deep, 'c'.repeat(120)), 'here')
  await writeImages(join(home, 'layout'), [app(join(home, 'app'))])
  expect((await verifyLayout(join(home, 'layout'))).problems).toEqual([])
})

test.each(['app:1', 'registry.example/app', 'registry.example/App:1', 'team/app:1'])(
  'the name %s is refused, since it leaves something to a default',
  (name) => {
    expect(() => app(home, { name })).toThrow('is no full image name')
  },
)
