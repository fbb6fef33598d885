import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobPath, writeDocument } from './blobs.ts'
import { MEDIA, type ImageManifest } from './documents.ts'
import { image } from './image.ts'
import { readLayout } from './read-layout.ts'
import { verifyLayout } from './verify-layout.ts'
import { writeImages } from './write-images.ts'

let layout: string
let manifest: ImageManifest

beforeEach(async () => {
  layout = mkdtempSync(join(tmpdir(), 'fairlead-verify-'))
  await writeImages(layout, [
    image({
      name: 'registry.example/app:1',
      layers: [
        { text: 'one', to: '/one' },
        { text: 'two', to: '/two' },
      ],
    }),
  ])
  manifest = readLayout(layout)[0]!.manifests[0]!.manifest
})

afterEach(() => rmSync(layout, { recursive: true, force: true }))

function flipLastByte(path: string): void {
  const content = readFileSync(path)
  content[content.length - 1]! ^= 1
  writeFileSync(path, content)
}

test('a whole layout has no problem', async () => {
  const { images, problems } = await verifyLayout(layout)
  expect(problems).toEqual([])
  expect(images.map(({ name }) => name)).toEqual(['registry.example/app:1'])
})

test('a flipped byte in a layer is found', async () => {
  const { digest } = manifest.layers[0]!
  flipLastByte(blobPath(layout, digest))
  expect((await verifyLayout(layout)).problems).toEqual([`${digest} holds something else`])
})

test('a flipped byte in a config is found', async () => {
  flipLastByte(blobPath(layout, manifest.config.digest))
  expect((await verifyLayout(layout)).problems).toContain(`${manifest.config.digest} holds something else`)
})

test('a missing layer is found', async () => {
  const { digest } = manifest.layers[1]!
  rmSync(blobPath(layout, digest))
  expect((await verifyLayout(layout)).problems).toContain(`${digest} is missing`)
})

test('a layer that was cut short is found by its size', async () => {
  const { digest, size } = manifest.layers[0]!
  writeFileSync(blobPath(layout, digest), readFileSync(blobPath(layout, digest)).subarray(0, 20))
  expect((await verifyLayout(layout)).problems).toContain(`${digest} has 20 bytes and should have ${size}`)
})

test('content that no image refers to is found', async () => {
  const { digest } = writeDocument(layout, MEDIA.config, { smuggled: true })
  expect((await verifyLayout(layout)).problems).toEqual([`no image refers to ${digest}`])
})

test('layers that change places are found, though every digest is right', async () => {
  const swapped = { ...manifest, layers: manifest.layers.toReversed() }
  const descriptor = writeDocument(layout, MEDIA.manifest, swapped)
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }))
  const { problems } = await verifyLayout(layout)
  expect(problems.filter((problem) => problem.endsWith('is not the one that its config lists'))).toHaveLength(2)
})

test('a folder that is no layout is said to be none', async () => {
  rmSync(join(layout, 'oci-layout'))
  rmSync(join(layout, 'index.json'))
  const { problems } = await verifyLayout(layout)
  expect(problems[0]).toBe('there is no file oci-layout')
  expect(problems[1]).toContain('the layout cannot be read')
})
