import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Release } from '../release/release.ts'
import { readAnySite } from '../site/read-site.ts'
import type { Site } from '../site/site.ts'
import { backendOf } from './plan.ts'
import { imagesFor } from './site-images.ts'
import { backendValues } from './values.ts'

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}` as const
const image = (role: string, letter: string) => ({ role, repository: `fairlead-${role}`, digest: digestOf(letter) })
const release = {
  version: '1.2.0',
  counter: 7,
  images: [image('control-plane', 'c'), image('agent', 'a'), image('postgresql', 'b'), image('pause', 'd')],
} as unknown as Release

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-images-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function siteOf(text: string): Site {
  const path = join(folder, 'site.yaml')
  writeFileSync(path, text)
  return readAnySite(path) as Site
}

test('the agent that a control plane offers to its clusters is brought into the registry before it', () => {
  const site = siteOf(
    `registry: { url: 'https://registry.site:5000' }\nbackend: { domain: a.site, expose: { ingress: {} }, database: { bundled: {} } }\n`,
  )
  const { config } = backendValues(site, backendOf(site), release, { port: 5432, url: undefined }) as {
    config: { agentDigest: string }
  }
  expect(config.agentDigest).toBe(digestOf('a'))
  expect(imagesFor('backend', release).map(({ digest }) => digest)).toContain(config.agentDigest)
})

test('checks of a phase are made with the image that it is for', () => {
  expect(imagesFor('backend', release)[0]?.role).toBe('control-plane')
  expect(imagesFor('cluster', release).map(({ role }) => role)).toEqual(['agent'])
})
