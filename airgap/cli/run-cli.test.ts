import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { omitBase } from '../bundle/omit-base.ts'
import { writeTrust } from '../bundle/write-trust.ts'
import { readRelease } from '../release/read-release.ts'
import { writeRelease } from '../release/write-release.ts'
import { entryOf as keyEntry, HISTORY_FILES, writeKeyHistory, type ReleaseKey } from '../signing/key-history.ts'
import { makeSigningKeys, publicKeysOf, type SigningKeys } from '../signing/signing-keys.ts'
import { checkTrail } from '../preflight/check-trail.ts'
import { checkAudit } from './audit-trail.ts'
import { runCli } from './run-cli.ts'
import { makeTestBundle, sealTestBundle, type TestBundleOptions } from './testing/make-test-bundle.ts'

let home: string
let keys: SigningKeys

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-cli-'))
  keys = makeSigningKeys()
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

async function makeBundle(name: string, counter: number, options: Partial<TestBundleOptions> = {}): Promise<string> {
  const folder = join(home, name)
  await makeTestBundle(folder, counter, { signer: keys, ...options })
  return folder
}

async function airgap(bundle: string, argv: readonly string[], env: Record<string, string> = {}) {
  let out = ''
  let err = ''
  const code = await runCli(argv, {
    env: { FAIRLEAD_AIRGAP_STATE: join(home, 'state'), ...env },
    cwd: home,
    bundle,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    now: () => 0,
    signal: new AbortController().signal,
  })
  return { code, out, err }
}

test('a bundle whose keys nobody knows yet is good, and says that its fingerprint is to be compared', async () => {
  const { code, out } = await airgap(await makeBundle('a', 5), ['verify'])
  expect(code).toBe(0)
  expect(out).toContain('compare that fingerprint')
})

describe('once a bundle is accepted', () => {
  beforeEach(async () => {
    expect((await airgap(await makeBundle('a', 5), ['verify', '--accept'])).code).toBe(0)
  })

  test('an older one with a good signature is refused, unless it is asked for', async () => {
    const older = await makeBundle('older', 4)
    expect(await airgap(older, ['verify'])).toMatchObject({ code: 3, out: '' })
    expect((await airgap(older, ['--allow-older', 'verify', '--accept'])).code).toBe(0)
    // Going back on purpose does not make the way free for others.
    expect((await airgap(older, ['verify'])).code).toBe(3)
  })

  test('one of other keys is refused, until these are named', async () => {
    const other = await makeBundle('other', 6, { signer: makeSigningKeys() })
    expect(await airgap(other, ['inventory'])).toMatchObject({ code: 3, err: expect.stringContaining('other keys') })
    expect((await airgap(other, ['--key', join(other, 'trust/release.pub.pem'), 'verify', '--accept'])).code).toBe(0)
    expect(await airgap(join(home, 'a'), ['--allow-older', 'verify'])).toMatchObject({ code: 3 })
  })

  test('the trail says so, and whoever asks for it is told that it is whole, or where it is not', async () => {
    const trail = join(home, 'state/audit.jsonl')
    const text = readFileSync(trail, 'utf8')
    expect(text).toContain('"action":"verify"')
    const { head } = checkAudit(trail)
    const { code, out } = await airgap(join(home, 'a'), ['--json', 'verify', '--trail'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ trail: { file: trail, lines: 1, head } })
    expect(checkTrail(trail)).toMatchObject({ id: 'I4', result: 'pass', seen: `1 lines, the last ${head}` })
    writeFileSync(trail, text.replace('"verify"', '"nothing"'))
    expect(await airgap(join(home, 'a'), ['verify', '--trail'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('audit.jsonl: line 1 was changed'),
    })
    expect(checkTrail(trail)).toMatchObject({ id: 'I4', result: 'fail', seen: 'line 1 was changed' })
    expect((await airgap(join(home, 'a'), ['verify'])).code).toBe(0)
  })
})

describe('where a root key vouches for the keys of releases', () => {
  const root = makeSigningKeys()
  const [old, fresh] = [makeSigningKeys(), makeSigningKeys()]
  const entry = (signer: SigningKeys, more: Partial<ReleaseKey> = {}) => ({
    ...keyEntry(publicKeysOf(signer), '2026-01-01'),
    ...more,
  })
  const REVOKED = { revoked: { at: '2026-03-01', why: 'a laptop was stolen' } }
  let lists = 0

  /** A list with the next serial, or another. */
  function list(entries: ReleaseKey[], serial: number, signer = root): string {
    const folder = join(home, `list-${(lists += 1)}`)
    writeKeyHistory(folder, { schema: 1, product: 'fairlead', serial, keys: entries }, signer)
    return folder
  }

  beforeEach(async () => {
    const bundle = await makeBundle('first', 5, { signer: old, history: list([entry(old)], 1) })
    const { code, out } = await airgap(bundle, ['verify', '--accept'])
    expect(code).toBe(0)
    expect(out).toContain('for which the root')
  })

  test('a release by a new key is taken that it vouches for, and the one before counts on', async () => {
    const history = list([entry(old, { until: '2026-02-01' }), entry(fresh, { from: '2026-02-01' })], 2)
    const bundle = await makeBundle('rotated', 6, { signer: fresh, history, madeOn: '2026-02-02' })
    const { code, out } = await airgap(bundle, ['--json', 'verify', '--accept'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ trustedBy: 'root key' })
    const late = await makeBundle('late', 7, { signer: old, history, madeOn: '2026-02-02' })
    expect(await airgap(late, ['verify'])).toMatchObject({ code: 3, err: expect.stringContaining('signed until') })
    const early = await makeBundle('early', 7, { signer: fresh, history, madeOn: '2026-01-15' })
    expect(await airgap(early, ['verify'])).toMatchObject({ code: 3, err: expect.stringContaining('signs from') })
    const intime = await makeBundle('in-time', 7, { signer: old, history, madeOn: '2026-01-31' })
    expect((await airgap(intime, ['verify'])).code).toBe(0)
  })

  test('a key that it does not vouch for is refused', async () => {
    const bundle = await makeBundle('unknown', 6, { signer: fresh, history: list([entry(old)], 2) })
    expect(await airgap(bundle, ['verify'])).toMatchObject({ code: 3, err: expect.stringContaining('does not vouch') })
    const bare = await makeBundle('bare', 6, { signer: fresh })
    expect(await airgap(bare, ['verify'])).toMatchObject({ code: 3, err: expect.stringContaining('other keys') })
  })

  test('a revoked key is refused with why, also by name, with an older list, and with none', async () => {
    const history = list([entry(old, REVOKED), entry(fresh)], 2)
    const stolen = await makeBundle('stolen', 6, { signer: old, history })
    expect(await airgap(stolen, ['verify'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('laptop was stolen'),
    })
    expect((await airgap(await makeBundle('new', 6, { signer: fresh, history }), ['verify', '--accept'])).code).toBe(0)
    const older = await makeBundle('older-list', 7, { signer: old, history: list([entry(old)], 1) })
    const named = ['--key', join(older, 'trust/release.pub.pem'), 'verify']
    for (const argv of [['verify'], named])
      expect(await airgap(older, argv)).toMatchObject({ code: 3, err: expect.stringContaining('revoked') })
    expect((await airgap(await makeBundle('no-list', 7, { signer: old }), ['verify'])).code).toBe(3)
    const kept = await makeBundle('kept', 7, { signer: fresh, history: list([entry(fresh)], 1) })
    expect(await airgap(kept, ['verify'])).toMatchObject({ code: 3, err: expect.stringContaining('accepted list 2') })
  })

  test('another root is refused, until it is named', async () => {
    const other = makeSigningKeys()
    const bundle = await makeBundle('other', 6, { signer: fresh, history: list([entry(fresh)], 9, other) })
    expect(await airgap(bundle, ['verify'])).toMatchObject({ code: 3, err: expect.stringContaining('its root') })
    expect((await airgap(bundle, ['--key', join(bundle, 'trust/root.pub.pem'), 'verify', '--accept'])).code).toBe(0)
  })

  test('one changed byte in the list, in a signature of it or in the root key ends it with exit code 3', async () => {
    const bundle = await makeBundle('tampered', 6, { signer: old, history: list([entry(old)], 2) })
    for (const name of HISTORY_FILES.slice(0, 5)) {
      const file = join(bundle, 'trust', name)
      const good = readFileSync(file)
      const bad = Buffer.from(good)
      bad.writeUInt8(bad.readUInt8(bad.length >> 1) ^ 1, bad.length >> 1)
      writeFileSync(file, bad)
      // The release key may be in wrong hands: what it signs says nothing of what the root has signed.
      await sealTestBundle(bundle, old)
      expect(await airgap(bundle, ['verify'])).toMatchObject({
        code: 3,
        err: expect.stringContaining('list of release keys'),
      })
      writeFileSync(file, good)
    }
  })

  test('a bundle is not built for sites to refuse', () => {
    const history = list([entry(old, REVOKED)], 2)
    mkdirSync(join(home, 'built'))
    expect(() => writeTrust(join(home, 'built'), publicKeysOf(fresh), history)).toThrow('does not vouch')
    expect(() => writeTrust(join(home, 'built'), publicKeysOf(old), history)).toThrow('revoked')
  })
})

test('a dry run remembers nothing', async () => {
  await airgap(await makeBundle('a', 5), ['--dry-run', 'verify', '--accept'])
  expect((await airgap(await makeBundle('older', 4), ['verify'])).code).toBe(0)
})

test('a file that its maker has not signed is refused wherever it lies, and files of the site beside it are not', async () => {
  const bundle = await makeBundle('a', 5)
  writeFileSync(join(bundle, 'site.yaml'), 'mode: airgapped\n')
  expect((await airgap(bundle, ['verify'])).code).toBe(0)
  writeFileSync(join(bundle, 'trust/more.pem'), 'x')
  expect(await airgap(bundle, ['--json', 'verify'])).toMatchObject({ code: 3, out: '' })
})

test('a delta becomes whole with the bundle before, and takes nothing from one that was changed', async () => {
  const base = await makeBundle('base', 5)
  const delta = await makeBundle('delta', 6, { text: 'y'.repeat(20_000) })
  const release = readRelease(delta)
  const found = await omitBase(delta, release, base)
  expect(found.omitted.map(({ path }) => path)).toEqual(['bin/helm'])
  writeRelease(delta, { ...release, base: found })
  await sealTestBundle(delta, keys)
  const changed = join(home, 'changed')
  cpSync(base, changed, { recursive: true })
  writeFileSync(join(changed, 'bin/helm'), 'evil')
  expect(await airgap(delta, ['verify'])).toMatchObject({
    code: 3,
    err: expect.stringContaining('FAIRLEAD_AIRGAP_BASE'),
  })
  expect((await airgap(delta, ['verify'], { FAIRLEAD_AIRGAP_BASE: changed })).code).toBe(3)
  expect((await airgap(delta, ['verify'], { FAIRLEAD_AIRGAP_BASE: base })).code).toBe(0)
  expect((await airgap(delta, ['verify'])).code).toBe(0)
  const { out } = await airgap(delta, ['diff', base])
  expect(out).toContain('changed  images/index.json')
  expect(out).not.toContain('bin/helm')
})

describe('a delta at a site that has nothing of the release before but its registry', () => {
  const layer = () => randomBytes(3000).toString('base64')
  const [libraries, node, code, fresh] = [layer(), layer(), layer(), layer()]
  let has: Map<string, number>
  let asked: string[]
  let server: Server
  let delta: string

  beforeEach(async () => {
    has = new Map()
    asked = []
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      const size = has.get(request.url?.split('/').at(-1) ?? '')
      response.writeHead(size === undefined ? 404 : 200, size === undefined ? {} : { 'content-length': size }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    writeFileSync(
      join(home, 'site.yaml'),
      `registry: {url: "http://127.0.0.1:${port}"}\ncluster: {controlPlane: "https://fairlead.site", projects: [vision]}\n`,
    )
    const base = await makeBundle('base', 5, { layers: [libraries, node, code] })
    delta = await makeBundle('delta', 6, { layers: [libraries, node, code, fresh] })
    const release = readRelease(delta)
    writeRelease(delta, { ...release, base: await omitBase(delta, release, base) })
    await sealTestBundle(delta, keys)
    expect((await airgap(base, ['verify', '--accept'])).code).toBe(0)
    rmSync(base, { recursive: true })
  })
  afterEach(() => server.close())

  function omitted() {
    const layers = readRelease(delta).base!.omitted.filter(({ path }) => path.startsWith('images/'))
    // The first two start the installer, and were kept with all that no registry has.
    return layers.filter(({ path }) => !existsSync(join(home, 'state/kept', path)))
  }

  test('leaves out layers and never what names them', () => {
    const paths = readRelease(delta).base!.omitted.map(({ path }) => path)
    expect(paths.filter((path) => path.startsWith('images/'))).toHaveLength(3)
    expect(paths).toContain('bin/helm')
    expect(omitted()).toHaveLength(1)
  })

  test('is good as far as it is here, says what it needs, and asks the registry where a site is named', async () => {
    const [missing] = omitted()
    const ran = await airgap(delta, ['--json', 'verify'])
    expect(ran).toMatchObject({ code: 0 })
    expect(JSON.parse(ran.out)).toMatchObject({
      layers: [{ digest: missing!.digest, size: missing!.size, repositories: ['fairlead-agent'] }],
    })
    expect(asked).toEqual([])
    expect(existsSync(join(delta, 'bin/helm'))).toBe(true)
    const refused = await airgap(delta, ['--json', 'verify', '--accept', '-f', 'site.yaml'])
    expect(refused).toMatchObject({ code: 5, out: '' })
    expect(asked).toEqual([`HEAD /v2/fairlead/fairlead-agent/blobs/${missing!.digest}`])
    const said = JSON.parse(refused.err.trim().split('\n').at(-1) ?? '') as { details: string[]; hint: string }
    expect(said.details).toEqual([
      expect.stringMatching(`^${missing!.digest} \\(.*\\) of fairlead-agent: ${missing!.path} in that bundle$`),
    ])
    expect(said.hint).toContain('release 5 (1.5.0)')
    // What was refused is not accepted.
    expect(readFileSync(join(home, 'state/state.json'), 'utf8')).toContain('"counter": 5')
    has.set(missing!.digest, missing!.size - 1)
    expect((await airgap(delta, ['verify', '-f', 'site.yaml'])).code).toBe(5)
    has.set(missing!.digest, missing!.size)
    const good = await airgap(delta, ['verify', '--accept', '-f', 'site.yaml'])
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('has all of them') })
  }, 60_000)

  test('is not served, which needs the layers themselves', async () => {
    const ran = await airgap(delta, ['serve', '--listen', '127.0.0.1:0'])
    expect(ran).toMatchObject({ code: 4, err: expect.stringContaining(omitted()[0]!.path) })
  })

  test('takes nothing from what is kept that somebody has changed', async () => {
    writeFileSync(join(home, 'state/kept/bin/helm'), 'evil')
    expect(await airgap(delta, ['verify'])).toMatchObject({ code: 3, err: expect.stringContaining('kept/bin/helm') })
  })
})

describe('a registry that has not what it needs', () => {
  let asked: string[]
  let server: Server
  beforeEach(async () => {
    asked = []
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    // Nobody listens at the address of the API server: whoever asks it fails with another code.
    writeFileSync(
      join(home, 'kubeconfig'),
      '{apiVersion: v1, kind: Config, current-context: a, contexts: [{name: a, context: {cluster: a, user: a}}], users: [{name: a, user: {token: x}}], clusters: [{name: a, cluster: {server: "https://127.0.0.1:1"}}]}',
    )
    writeFileSync(
      join(home, 'site.yaml'),
      `registry: {url: "http://127.0.0.1:${port}"}\nkubernetes: {kubeconfig: kubeconfig}\ncluster: {controlPlane: "https://fairlead.site", projects: [vision]}\n`,
    )
  })
  afterEach(() => server.close())

  test.each([[[]], [['--dry-run']]])(
    'ends apply %j with 5 and what to do, before the cluster is asked anything',
    async (flags) => {
      const bundle = await makeBundle('a', 5)
      const { images } = readRelease(bundle)
      const ran = await airgap(bundle, ['--json', ...flags, 'apply', 'cluster'])
      expect(ran).toMatchObject({ code: 5, out: '' })
      const said = ran.err.trim().split('\n').at(-1) ?? ''
      expect(JSON.parse(said)).toMatchObject({ exit: 'registry', hint: 'push it with: ./airgap prepare cluster' })
      expect(said).toContain(images[0]!.digest)
      expect(asked).toEqual([`HEAD /v2/fairlead/fairlead-agent/manifests/${images[0]!.digest}`])
      // What was not done is not on the trail.
      expect(checkAudit(join(home, 'state/audit.jsonl'))).toMatchObject({ lines: 0 })
    },
  )
})

test('wrong usage is told apart from a bundle that is not to be trusted', async () => {
  const bundle = await makeBundle('a', 5)
  expect((await airgap(bundle, ['verify', '--nonsense'])).code).toBe(2)
  expect((await airgap(bundle, ['--key', 'nowhere.pem', 'verify'])).code).toBe(2)
  expect((await airgap(join(home, 'nowhere'), ['verify'])).code).toBe(3)
})

test('a key for backups comes with one that signs them, one from before gets it, and neither is on the trail', async () => {
  const bundle = await makeBundle('a', 5)
  expect((await airgap(bundle, ['backup-key', '--out', 'new.key'])).code).toBe(0)
  expect(await airgap(bundle, ['backup-key', '--out', 'new.key'])).toMatchObject({ code: 2 })
  const [identity] = /AGE-SECRET-KEY\S+/.exec(readFileSync(join(home, 'new.key'), 'utf8'))!
  writeFileSync(join(home, 'old.key'), `${identity}\n`)
  const add = ['backup-key', '--add-signing', 'old.key']
  expect(JSON.parse((await airgap(bundle, ['--json', '--dry-run', ...add])).out)).toMatchObject({ ok: true })
  expect(existsSync(join(home, 'old.key.signing'))).toBe(false)
  const added = await airgap(bundle, ['--json', ...add])
  expect(JSON.parse(added.out)).toMatchObject({ signing: join(home, 'old.key.signing') })
  expect(await airgap(bundle, add)).toMatchObject({ code: 2, err: expect.stringContaining('is there already') })
  expect((await airgap(bundle, [...add, '--out', 'x.key'])).code).toBe(2)
  const trail = readFileSync(join(home, 'state/audit.jsonl'), 'utf8')
  expect(trail).toContain('backup-key --add-signing')
  for (const name of ['new.key.signing', 'old.key.signing']) {
    const [, inside] = readFileSync(join(home, name), 'utf8').split('\n')
    expect(`${trail}${added.out}`).not.toContain(inside)
  }
  expect(`${trail}${added.out}`).not.toContain(identity)
})

test('how each secret is changed is listed in one place, and a database of the site is changed there', async () => {
  const bundle = await makeBundle('a', 5)
  const { code, out } = await airgap(bundle, ['--json', 'rotate', 'list'])
  expect(code).toBe(0)
  const { rotations } = JSON.parse(out) as { rotations: { secret: string; how: string }[] }
  expect(rotations.map(({ how }) => how)).toContain('./airgap rotate database-password -f site.yaml')
  expect((await airgap(bundle, ['rotate', 'list'])).out).toContain('key that opens backups\n  ./airgap backup-key')
  expect((await airgap(bundle, ['rotate', 'list'])).out).toContain('key that signs backups\n  move')
  writeFileSync(join(home, 'database.url'), 'postgres://owner:x@db.site:5432/fairlead\n')
  writeFileSync(
    join(home, 'site.yaml'),
    `registry: {url: "http://127.0.0.1:1"}\nbackend: {domain: a.site, expose: {ingress: {}}, database: {external: {urlFile: database.url}}}\n`,
  )
  expect(await airgap(bundle, ['rotate', 'database-password'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('urlFile'),
  })
})

test('rights in a cluster are for a cluster: on a host the installer is root', async () => {
  const bundle = await makeBundle('a', 5)
  const backend = '{url: "https://a.site", listen: {}, database: {bundled: {}}}'
  writeFileSync(join(home, 'site.yaml'), `platform: linux\nbackend: ${backend}\n`)
  expect(await airgap(bundle, ['rights', 'backend'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('is root'),
  })
})
