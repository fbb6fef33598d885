import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { buildBundle } from '@fairlead/airgap/bundle/build-bundle'
import { describeSource } from '@fairlead/airgap/bundle/describe-source'
import { writeParts } from '@fairlead/airgap/bundle/write-parts'
import { sha256Of } from '@fairlead/airgap/release/checksums'
import { readRelease } from '@fairlead/airgap/release/read-release'
import { makeSigningKeys, readSigningKeys } from '@fairlead/airgap/signing/signing-keys'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { Site } from './support/site.ts'
import { unpack } from './support/unpack.ts'

const { archive, folder, keyFile, counter } = inject('bundle')
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

describe('a newer release as a delta', () => {
  let delta: string
  let size: number

  beforeAll(async () => {
    const source = { ...describeSource({ counter: counter + 1, allowDirty: true }), version: '0.1.1' }
    const out = join(site.home, 'dist')
    const packed = await buildBundle({ ...quiet, source, purpose: 'site', out, base: folder })
    size = packed.size
    delta = unpack(packed.file, join(site.home, 'new'))
  })

  test('is smaller than 1.5 MB and brings no Helm where no program has changed', () => {
    expect(size).toBeLessThan(1_500_000)
    expect(existsSync(join(delta, 'bin/helm'))).toBe(false)
  })

  test('says which bundle it needs when that is not beside it', () => {
    const { code, err } = airgap(delta, 'verify')
    expect(code).toBe(4)
    expect(err).toContain('fairlead-airgap-0.1.0')
  })

  test('becomes a whole bundle with the help of the one before, and needs that no more', () => {
    site.env['FAIRLEAD_AIRGAP_BASE'] = folder
    expect(airgap(delta, 'verify', '--accept')).toMatchObject({ code: 0 })
    delete site.env['FAIRLEAD_AIRGAP_BASE']
    expect(airgap(delta, 'verify')).toMatchObject({ code: 0 })
    const { out } = airgap(delta, '--json', 'diff', folder)
    const { bytesToPush, changes } = JSON.parse(out) as { bytesToPush: number; changes: { path: string }[] }
    expect(bytesToPush).toBeLessThan(50_000)
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
