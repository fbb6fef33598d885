import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildBundle } from '@fairlead/airgap/bundle/build-bundle'
import { describeSource } from '@fairlead/airgap/bundle/describe-source'
import { readRelease } from '@fairlead/airgap/release/read-release'
import { makeSigningKeys, writeSigningKeys } from '@fairlead/airgap/signing/signing-keys'
import { measureCodeDelta } from './airgap/code-delta.ts'
import { measureForeignBundle } from './airgap/foreign-bundle.ts'
import { installOffline } from './airgap/install-offline.ts'
import { machine, report } from './machine.ts'

/**
 * The bundle for closed sites: what has to be carried, how long it takes to check and to install, and what a newer release costs. Programs of a release are new in each; layers below them change with
 * Node, Debian and PostgreSQL alone.
 */
const VERIFY_RUNS = 5
const BARS = { bundleBytes: 120_000_000, installMs: 180_000, codeDeltaBytes: 1_000_000 }

const home = mkdtempSync(join(tmpdir(), 'fairlead-bench-airgap-'))
const say = (line: string) => process.stderr.write(`airgap: ${line}\n`)
const shared = { purpose: 'site', keys: makeSigningKeys(), out: join(home, 'dist'), say } as const
mkdirSync(shared.out)
const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'
const source = describeSource({ counter: 1, allowDirty: true })
const { values } = parseArgs({ options: { arch: { type: 'string' } } })
try {
  if (values.arch === undefined) await measureAll()
  else if (values.arch === 'arm64' && architecture === 'amd64')
    report({ bench: 'airgap', case: 'arm64', ...(await measureForeignBundle({ ...shared, source })), ...machine() })
  else throw new Error('--arch is arm64, on a machine that is amd64; without it the bundle is for this machine')
} finally {
  rmSync(home, { recursive: true, force: true })
}

async function measureAll(): Promise<void> {
  const keyFile = join(home, 'release.key.pem')
  writeSigningKeys(keyFile, shared.keys)
  const started = performance.now()
  const full = await buildBundle({ ...shared, architecture, source })
  const buildMs = Math.round(performance.now() - started)
  const cluster = await buildBundle({ ...shared, architecture, source, purpose: 'cluster' })
  spawnSync('tar', ['-xzf', full.file, '-C', home])
  const folder = join(home, `fairlead-airgap-${source.version}-${architecture}`)
  const delta = await buildBundle({ ...shared, architecture, source: { ...source, counter: 2 }, base: folder })
  report({
    bench: 'airgap',
    case: 'size',
    bundleBytes: full.size,
    bundleBytesBar: BARS.bundleBytes,
    clusterBundleBytes: cluster.size,
    deltaBytes: delta.size,
    codeDeltaBytes: measureCodeDelta({ home, folder, keyFile, counter: source.counter }),
    codeDeltaBytesBar: BARS.codeDeltaBytes,
    imageBytes: Object.fromEntries(readRelease(folder).images.map(({ role, size }) => [role, size])),
    buildMs,
    ...machine(),
  })
  const verifyMs = Array.from({ length: VERIFY_RUNS }, () => timeVerify(folder)).toSorted((a, b) => a - b)
  const verify = { verifyMsMin: verifyMs[0], verifyMsMedian: verifyMs[Math.floor(VERIFY_RUNS / 2)] }
  report({ bench: 'airgap', case: 'verify', runs: VERIFY_RUNS, ...verify, ...machine() })
  report({
    bench: 'airgap',
    case: 'install',
    ...installOffline(full.file, keyFile),
    installMsBar: BARS.installMs,
    ...machine(),
  })
}

/** From the launcher's first line to its end: hashes, unpacking Node, signatures, hashes again, every layer. */
function timeVerify(folder: string): number {
  const env = { PATH: '/usr/bin:/bin', HOME: home, TMPDIR: home }
  const started = performance.now()
  const { status, stderr } = spawnSync(join(folder, 'airgap'), ['verify'], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return Math.round(performance.now() - started)
}
