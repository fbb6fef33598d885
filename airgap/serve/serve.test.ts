import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../../tools/processes/free-port.ts'
import { runCli } from '../cli/run-cli.ts'
import { makeTestBundle } from '../cli/testing/make-test-bundle.ts'
import { openRegistry, toPush } from '../install/site-images.ts'
import { requireInRegistry } from '../install/require-in-registry.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { checkRegistry } from '../preflight/registry-checks.ts'
import { servedParts } from '../preflight/check-served.ts'
import { pushImages } from '../registry/push-images.ts'
import { readRelease } from '../release/read-release.ts'
import { readAnySite } from '../site/read-site.ts'
import type { Site } from '../site/site.ts'
import { makeSigningKeys, type SigningKeys } from '../signing/signing-keys.ts'

let home: string
let bundle: OpenBundle
let siteFile: string
let keys: SigningKeys
const ends: (() => unknown)[] = []

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-serve-'))
  keys = makeSigningKeys()
  bundle = await makeBundle('fairlead-airgap-1.5.0-amd64', 5)
  siteFile = join(home, 'site.yaml')
  writeFileSync(siteFile, `registry:\n  url: https://localhost:${await freePort()}\n  serve: {}\n`)
})

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
  rmSync(home, { recursive: true, force: true })
})

async function makeBundle(name: string, counter: number, signer = keys): Promise<OpenBundle> {
  const folder = join(home, name)
  await makeTestBundle(folder, counter, { signer, text: `release ${counter}` })
  return { folder, layout: join(folder, 'images'), release: readRelease(folder) } as OpenBundle
}

/** Runs `./airgap serve` until the test ends. */
async function serve(...args: string[]) {
  const stop = new AbortController()
  const told = { out: '', err: '' }
  let isUp = () => {}
  const up = new Promise<void>((resolve) => (isUp = resolve))
  const code = runCli(['--json', 'serve', ...args], {
    env: { FAIRLEAD_AIRGAP_STATE: join(home, 'state') },
    cwd: home,
    bundle: bundle.folder,
    stdin: (async function* () {})(),
    stdout: {
      write: (text) => {
        told.out += text
        isUp()
      },
    },
    stderr: { write: (text) => (told.err += text) },
    now: () => Date.now(),
    signal: stop.signal,
  })
  const end = async () => {
    stop.abort()
    await code
  }
  ends.push(end)
  await Promise.race([up, code])
  return { told, code, end }
}

function readServed(): Site {
  return readAnySite(siteFile) as Site
}

/** What `prepare` says of the registry. */
async function checks(of = bundle) {
  const site = readServed()
  const client = openRegistry(site.registry, 'pull')
  ends.push(() => client.close())
  const parts = servedParts(of, of.release.images, site.registry)
  return (await checkRegistry(site, { push: client, pull: client }, 'fairlead/fairlead-agent', parts)).checks
}

test('a site without a registry is served with a certificate made for its name, and is not asked for the right to push', async () => {
  const { told } = await serve('-f', siteFile)
  expect(JSON.parse(told.out)).toMatchObject({
    authority: join(home, 'serve/ca.crt'),
    images: [{ image: 'fairlead-agent:1.0.0', digest: bundle.release.images[0]!.digest }],
  })
  expect(statSync(join(home, 'serve/tls.key')).mode & 0o777).toBe(0o600)
  const found = await checks()
  expect(found.map(({ id, result }) => `${id} ${result}`)).toEqual(['R1 pass', 'R2 pass', 'R7 pass'])
  // Manifest, config and layer of the image, and those of its signature.
  expect(found[2]?.seen).toBe('6 parts of 1 image(s)')
})

test('the certificate stays when it is started again, and one for another name is refused', async () => {
  await (await serve('-f', siteFile)).end()
  const authority = readFileSync(join(home, 'serve/ca.crt'), 'utf8')
  await (await serve('-f', siteFile)).end()
  expect(readFileSync(join(home, 'serve/ca.crt'), 'utf8')).toBe(authority)
  writeFileSync(siteFile, readFileSync(siteFile, 'utf8').replace('localhost', 'images.site.internal'))
  const { code, told } = await serve('-f', siteFile)
  expect(await code).toBe(2)
  expect(told.err).toContain('is not for images.site.internal')
})

describe('releases beside the one that is served', () => {
  const has = async ({ release }: OpenBundle) =>
    await requireInRegistry(readServed(), release.images, '').then(
      () => 'served',
      (error: Error) => error.message,
    )

  test('are served as well, also those that are put there later, so that there is a way back', async () => {
    const older = await makeBundle('fairlead-airgap-1.4.0-amd64', 4)
    await serve('-f', siteFile)
    expect(await has(older)).toBe('served')
    const newer = await makeBundle('fairlead-airgap-1.6.0-amd64', 6)
    expect(await has(newer)).toBe('served')
    expect((await checks(newer)).at(-1)).toMatchObject({ id: 'R7', result: 'pass' })
    rmSync(older.folder, { recursive: true })
    expect(await has(older)).toContain(`fairlead-agent has no ${older.release.images[0]!.digest}`)
    expect(await has(bundle)).toBe('served')
  })

  test('are not where other keys have signed them or a byte is another', async () => {
    const { told } = await serve('-f', siteFile)
    const strange = await makeBundle('fairlead-airgap-1.6.0-amd64', 6, makeSigningKeys())
    const changed = await makeBundle('fairlead-airgap-1.7.0-amd64', 7)
    writeFileSync(join(changed.folder, 'bin/helm'), 'another')
    expect(await has(strange)).toContain('has no sha256:')
    expect(await has(changed)).toContain('has no sha256:')
    expect(told.err).toContain('is signed by other keys')
    expect(told.err).toContain('this is not the bundle that was signed')
  })

  test('that are not served are named by digest, with what to do', async () => {
    await serve('-f', siteFile)
    const away = await makeBundle('away', 6)
    const [image] = away.release.images
    expect((await checks(away)).at(-1)).toMatchObject({
      id: 'R7',
      result: 'fail',
      seen: `no fairlead/fairlead-agent@${image!.digest}`,
      fix: expect.stringContaining('put this bundle beside the one that it serves'),
    })
  })
})

test('a push to it is refused and says how a site without a registry is written down', async () => {
  await serve('-f', siteFile)
  const { registry } = readServed()
  const client = openRegistry(registry)
  ends.push(() => client.close())
  const images = toPush(bundle.release.images, { ...registry, project: 'other' })
  // It has the layers under any project, so that what is refused first is the tag.
  const retagged = images.map((image) => ({ ...image, tag: 'mine' }))
  await expect(pushImages({ client, layout: bundle.layout, images: retagged })).rejects.toMatchObject({
    problem: 'read-only',
    message: expect.stringContaining('say serve: {} in the section registry'),
  })
})

test('where it does not run, the checks say that it has to, and where', async () => {
  const { end } = await serve('-f', siteFile)
  await end()
  const [reach, ...more] = await checks()
  expect(more).toEqual([])
  const { host } = new URL(readServed().registry.url)
  expect(reach).toMatchObject({
    id: 'R1',
    result: 'fail',
    fix: expect.stringContaining(`./airgap serve -f site.yaml has to run at ${host}`),
  })
})

test('before it has run there is no authority to trust, which says what makes it', () => {
  expect(existsSync(join(home, 'serve'))).toBe(false)
  expect(() => openRegistry(readServed().registry)).toThrow(/there is no .*serve\/ca.crt/)
})

test('a dry run says what would be served, and makes no certificate', async () => {
  const { told, code } = await serve('--dry-run', '-f', siteFile)
  expect(await code).toBe(0)
  expect(JSON.parse(told.out)).toMatchObject({ images: [{ image: 'fairlead-agent:1.0.0' }] })
  expect(existsSync(join(home, 'serve'))).toBe(false)
})

test('without a site file it serves on loopback in the clear, or with the certificate that is given', async () => {
  const plain = await serve('--listen', '127.0.0.1:0')
  expect(JSON.parse(plain.told.out)).toMatchObject({ url: expect.stringMatching(/^http:\/\/127/) })
  await (await serve('-f', siteFile)).end()
  const given = ['--cert', 'serve/tls.crt', '--cert-key', 'serve/tls.key']
  const secure = await serve('--listen', '127.0.0.1:0', ...given)
  expect(JSON.parse(secure.told.out)).toMatchObject({ url: expect.stringMatching(/^https:\/\/127/) })
  expect(await (await serve('--cert', 'serve/tls.crt')).code).toBe(2)
})
