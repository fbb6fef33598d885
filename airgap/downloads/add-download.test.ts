import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AirgapError } from '../cli/airgap-error.ts'
import { sha256Of } from '../release/checksums.ts'
import type { Release } from '../release/release.ts'
import { writeRelease } from '../release/write-release.ts'
import { signFile } from '../signing/sign-file.ts'
import { makeSigningKeys, publicKeysOf } from '../signing/signing-keys.ts'
import { addDownload } from './add-download.ts'

const signer = makeSigningKeys()
const keys = publicKeysOf(signer)
let home: string
let folder: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-add-'))
  folder = join(home, 'handed-out')
  mkdirSync(folder)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const digest = `sha256:${'a'.repeat(64)}` as const

function pack(version: string, architecture: Release['architecture'] = 'amd64', more: Partial<Release> = {}): string {
  const top = `fairlead-airgap-cluster-${version}-${architecture}`
  mkdirSync(join(home, top), { recursive: true })
  const platforms: Release['images'][0]['platforms'] = [{ os: 'linux', architecture, digest, size: 1 }]
  const name = `fairlead.dev/fairlead-agent:${version}`
  writeRelease(join(home, top), {
    schema: 1,
    product: 'fairlead',
    version,
    counter: 7,
    createdFrom: { commit: '0'.repeat(40), at: '2026-01-01T00:00:00.000Z' },
    architecture,
    purpose: 'cluster',
    modes: ['airgapped'],
    platforms: ['kubernetes'],
    upgradeFrom: { oldest: '0.1.0', newest: version },
    images: [{ role: 'agent', name, repository: 'fairlead-agent', tag: version, digest, size: 1, platforms }],
    charts: [],
    files: [],
    ...more,
  })
  const archive = join(home, `${top}.tar.gz`)
  spawnSync('tar', ['-czf', archive, '-C', home, top])
  writeFileSync(`${archive}.sha256`, 'its hash')
  signFile(archive, signer, 'test')
  return archive
}

const add = (archive: string, version = '0.2.0', dryRun = false) =>
  addDownload({ archive, folder, keys, version, dryRun })

interface Index {
  version: string
  items: { name: string; bytes: number; sha256: string }[]
}

const indexOf = () => JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Index

async function refusal(adding: Promise<unknown>): Promise<string> {
  const { exit, message } = (await adding.then(
    () => ({ exit: 'none', message: '' }),
    (error: unknown) => error,
  )) as AirgapError
  return `${exit}: ${message}`
}

test('a signed bundle lies there with its hash and its signatures, and the index says what it is', async () => {
  const archive = pack('0.2.0')
  const added = await add(archive)
  const endings = ['', '.ec.sig', '.minisig', '.sha256', '.sshsig']
  expect(added.map(({ name }) => name)).toEqual(endings.map((ending) => `${basename(archive)}${ending}`))
  const index = indexOf()
  expect(index).toMatchObject({ version: '0.2.0', items: added })
  expect(index.items[0]).toMatchObject({
    title: 'Agent for closed sites, amd64, release 7',
    sha256: await sha256Of(archive),
  })
  expect(readdirSync(folder).toSorted()).toEqual([...added.map(({ name }) => name), 'index.json'].toSorted())
})

test('another architecture lies beside it, the same file again changes nothing, and a new release takes its place', async () => {
  await add(pack('0.2.0'))
  await add(pack('0.2.0', 'arm64'))
  const both = indexOf()
  expect(both.items).toHaveLength(10)
  await add(pack('0.2.0', 'arm64'))
  expect(indexOf()).toEqual(both)
  await add(pack('0.3.0'), '0.3.0')
  expect(indexOf().items).toHaveLength(5)
  expect(readdirSync(folder).filter((name) => name.includes('0.2.0'))).toEqual([])
})

test('one that was changed, that others have signed or that has lost a signature is not added, and what lies there stays', async () => {
  const archive = pack('0.2.0')
  await add(archive)
  const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')])
  const good = readFileSync(archive)
  // Behind the end of the archive, where tar does not look.
  writeFileSync(archive, Buffer.concat([good, Buffer.from('x')]))
  expect(await refusal(add(archive))).toContain('trust: ')
  expect(await refusal(add(archive, '0.2.0', true))).toContain('trust: ')
  writeFileSync(archive, good)
  signFile(archive, makeSigningKeys(), 'other')
  expect(await refusal(add(archive))).toContain('trust: ')
  signFile(archive, signer, 'test')
  rmSync(`${archive}.sshsig`)
  expect(await refusal(add(archive))).toContain('trust: ')
  expect(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')])).toEqual(before)
})

test('one of another release, a delta and no bundle at all are refused with what to take', async () => {
  expect(await refusal(add(pack('0.1.0')))).toMatch(/^usage: .* is of version 0\.1\.0/)
  const base = { version: '0.1.0', counter: 6, digest, omitted: [] }
  expect(await refusal(add(pack('0.2.0', 'amd64', { base })))).toMatch(/^usage: .* is a delta/)
  expect(await refusal(add(join(home, 'none.tar.gz')))).toMatch(/^usage: there is no /)
  rmSync(folder, { recursive: true })
  expect(await refusal(add(pack('0.2.0')))).toMatch(/^preflight: .* does not take the file/)
  expect(existsSync(folder)).toBe(false)
})
