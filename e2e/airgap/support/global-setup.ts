import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBundle } from '@fairlead/airgap/bundle/build-bundle'
import { describeSource } from '@fairlead/airgap/bundle/describe-source'
import { readRelease } from '@fairlead/airgap/release/read-release'
import { entryOf, writeKeyHistory } from '@fairlead/airgap/signing/key-history'
import { makeSigningKeys, publicKeysOf, writeSigningKeys } from '@fairlead/airgap/signing/signing-keys'
import type { TestProject } from 'vitest/node'
import { unpack } from './unpack.ts'

export interface TestBundle {
  /** The `.tar.gz`, with its hash and signatures beside it. */
  archive: string
  /** The same, unpacked. Tests do not change it. */
  folder: string
  /** The private keys that signed it; empty for a bundle that was given without. */
  keyFile: string
  /** With the list of keys that a root key has signed; empty for a bundle that was given. */
  keyHistory: string
  counter: number
}

declare module 'vitest' {
  export interface ProvidedContext {
    bundle: TestBundle
  }
}

/** Release counter of the bundle of this ring; newer ones are made by adding to it. */
const COUNTER = 1000

/** Builds one bundle for all tests of the ring, with keys that are made for it; or takes the one that `FAIRLEAD_AIRGAP_BUNDLE` names, for the tests that need no other release, and with the keys in `FAIRLEAD_AIRGAP_KEY` for those that do. */
// eslint-disable-next-line import/no-default-export -- how vitest calls it
export default async function setUp(project: TestProject): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), 'fairlead-airgap-'))
  // Readable for the users without rights that tests play.
  chmodSync(home, 0o755)
  const given = process.env['FAIRLEAD_AIRGAP_BUNDLE']
  if (given !== undefined) {
    const folder = unpack(given, join(home, 'unpacked'))
    project.provide('bundle', {
      archive: given,
      folder,
      keyFile: process.env['FAIRLEAD_AIRGAP_KEY'] ?? '',
      keyHistory: '',
      counter: readRelease(folder).counter,
    })
    return () => rmSync(home, { recursive: true, force: true })
  }
  const keys = makeSigningKeys()
  const keyFile = join(home, 'release.key.pem')
  writeSigningKeys(keyFile, keys)
  const keyHistory = join(home, 'key-history')
  const first = entryOf(publicKeysOf(keys), '2026-01-01')
  writeKeyHistory(keyHistory, { schema: 1, product: 'fairlead', serial: 1, keys: [first] }, makeSigningKeys())
  process.env['NODE_ENV'] = 'production'
  const source = describeSource({ counter: COUNTER, allowDirty: true })
  const { file } = await buildBundle({
    source,
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    purpose: 'site',
    keys,
    keyHistory,
    out: join(home, 'dist'),
    say: (line) => process.stdout.write(`airgap: ${line}\n`),
  })
  mkdirSync(join(home, 'unpacked'))
  project.provide('bundle', {
    archive: file,
    folder: unpack(file, join(home, 'unpacked')),
    keyFile,
    keyHistory,
    counter: COUNTER,
  })
  return () => rmSync(home, { recursive: true, force: true })
}
