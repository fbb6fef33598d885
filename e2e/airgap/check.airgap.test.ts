import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { Site } from './support/site.ts'

const { archive, folder, counter } = inject('bundle')
const MAX_BYTES = 120_000_000
const INSTALLER = 'programs/main/airgap.js'

describe('the file that is carried', () => {
  test('is no larger than 120 MB', () => {
    expect(statSync(archive).size).toBeLessThan(MAX_BYTES)
  })

  test('holds one folder, named after it, and nothing that a user who is not its owner could not unpack', () => {
    const { stdout } = spawnSync('tar', ['-tzf', archive], { encoding: 'utf8', maxBuffer: 1e8 })
    const top = basename(archive, '.tar.gz')
    expect(
      stdout
        .trim()
        .split('\n')
        .filter((path) => !path.startsWith(`${top}/`)),
    ).toEqual([])
  })
})

const RELEASE = ['release.pub.pem', 'allowed_signers', 'minisign.pub'] as const
const ROOT = ['root.pub.pem', 'root.allowed_signers', 'root.minisign.pub'] as const

describe.each([
  ['the archive', archive, RELEASE],
  ['the list of hashes', join(folder, 'SHA256SUMS'), RELEASE],
  ['the list of keys that the root has signed', join(folder, 'trust/keys.json'), ROOT],
])(
  "other people's tools take %s as it is, and refuse it with one byte changed",
  (_name, file, [pem, ssh, minisign]) => {
    let work: string
    beforeAll(() => {
      work = mkdtempSync(join(tmpdir(), 'fairlead-tampered-'))
      const name = basename(file)
      for (const each of readdirSync(dirname(file)).filter((other) => other.startsWith(name)))
        copyFileSync(join(dirname(file), each), join(work, each))
      copyFileSync(file, join(work, 'good'))
      flip(join(work, name))
    })
    afterAll(() => rmSync(work, { recursive: true, force: true }))

    test.each([
      [
        'openssl',
        (f: string, s: string) => `openssl dgst -sha256 -verify ${folder}/trust/${pem} -signature ${s}.ec.sig ${f}`,
      ],
      [
        'ssh-keygen',
        (f: string, s: string) =>
          `ssh-keygen -Y verify -f ${folder}/trust/${ssh} -I release@fairlead -n release -s ${s}.sshsig < ${f}`,
      ],
      ['minisign', (f: string, s: string) => `minisign -V -p ${folder}/trust/${minisign} -x ${s}.minisig -m ${f}`],
    ])('%s', (_tool, command) => {
      const bad = join(work, basename(file))
      expect(shell(command(join(work, 'good'), bad))).toBe(0)
      expect(shell(command(bad, bad))).not.toBe(0)
    })
  },
)

test('sha256sum finds every file of an unpacked bundle as it is', () => {
  expect(shell(`cd ${folder} && sha256sum -c --strict SHA256SUMS`)).toBe(0)
  expect(shell(`cd ${dirname(archive)} && sha256sum -c --strict ${basename(archive)}.sha256`)).toBe(0)
})

describe('a bundle of which one byte is another is refused with exit code 3, before anything is done', () => {
  let copy: string
  let site: Site
  beforeAll(() => {
    site = new Site()
    copy = join(site.home, basename(folder))
    cpSync(folder, copy, { recursive: true })
  })
  afterAll(() => site.remove())

  const blobs = readdirSync(join(folder, 'images/blobs/sha256')).toSorted(
    (a, b) => sizeOf(`images/blobs/sha256/${b}`) - sizeOf(`images/blobs/sha256/${a}`),
  )
  test.each([
    ['the largest layer', `images/blobs/sha256/${blobs[0]}`],
    ['a manifest', `images/blobs/sha256/${blobs.at(-1)}`],
    ['the index of the images', 'images/index.json'],
    ['the installer', INSTALLER],
    ['the command line', 'programs/main/fairlead.js'],
    ['Helm', 'bin/helm'],
    ['a chart', 'charts/fairlead-0.1.0.tgz'],
    ['the release', 'release.json'],
    ['the list of hashes', 'SHA256SUMS'],
    ['the P-256 signature', 'SHA256SUMS.ec.sig'],
    ['the signature for SSH', 'SHA256SUMS.sshsig'],
    ['the signature for minisign', 'SHA256SUMS.minisig'],
    ['the keys', 'trust/release.pub.pem'],
    ['a key of another tool', 'trust/allowed_signers'],
    ['the list of keys', 'trust/keys.json'],
    ['a signature of the list of keys', 'trust/keys.json.minisig'],
    ['the root key', 'trust/root.pub.pem'],
    ['an SBOM', 'sbom/postgresql.cdx.json'],
    ['the document', 'INSTALL.html'],
    ['a signature of an image', 'image-signatures/index.json'],
    ['where it is from', 'provenance/statement.intoto.json'],
    ['a licence', 'licences/debian/libc6.txt'],
    ['an example', 'examples/fairlead-openshift-values.yaml'],
    ['how to scan it', 'scan/clamav.txt'],
  ])('%s', (_name, path) => {
    flip(join(copy, path))
    try {
      // As a site calls it, and as on a host without sha256sum, where the installer alone can notice.
      const launched = site.run(join(copy, 'airgap'), 'verify', '--accept')
      expect(launched).toMatchObject({ code: 3, out: '' })
      if (path === INSTALLER) return
      site.env['FAIRLEAD_AIRGAP_BUNDLE'] = copy
      const alone = site.run(process.execPath, join(folder, INSTALLER), 'verify', '--accept')
      expect(alone).toMatchObject({ code: 3, out: '' })
      expect(readdirSync(site.home).filter((name) => name.startsWith('.'))).toEqual([])
    } finally {
      delete site.env['FAIRLEAD_AIRGAP_BUNDLE']
      flip(join(copy, path))
    }
  })

  test('and prepare, too, before it calls the registry', async () => {
    let calls = 0
    const registry = createServer((socket) => {
      calls += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
    const { port } = registry.address() as AddressInfo
    const backend = 'backend:\n  domain: a.test\n  expose: { nodePort: 30080 }\n  database: { bundled: {} }\n'
    writeFileSync(join(site.home, 'site.yaml'), `registry:\n  url: http://127.0.0.1:${port}\n${backend}`)
    const blob = join(copy, `images/blobs/sha256/${blobs[0]}`)
    const prepare = () => site.start(join(copy, 'airgap'), 'prepare', 'backend', '-f', 'site.yaml')
    try {
      expect((await prepare()).code).toBe(4)
      expect(calls).toBeGreaterThan(0)
      calls = 0
      flip(blob)
      expect((await prepare()).code).toBe(3)
      expect(calls).toBe(0)
    } finally {
      flip(blob)
      registry.close()
    }
  })

  test('so is one with a file more', () => {
    const stray = join(copy, 'images/blobs/sha256', '0'.repeat(64))
    writeFileSync(stray, 'not ours')
    const { code, err } = site.run(join(copy, 'airgap'), 'verify')
    rmSync(stray)
    expect(code).toBe(3)
    expect(err).toContain('does not belong to the bundle')
  })

  test('and the same bundle without a change is taken', () => {
    const { code, out } = site.run(join(copy, 'airgap'), '--json', 'verify', '--accept')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ ok: true, counter, trustedBy: 'this bundle alone' })
    // Nothing of what the launcher has unpacked stays.
    expect(readdirSync(join(site.home, 'tmp'))).toEqual([])
  })
})

function sizeOf(path: string): number {
  return statSync(join(folder, path)).size
}

function shell(command: string): number {
  return spawnSync('sh', ['-c', command], { stdio: 'ignore' }).status ?? -1
}

/** Changes the byte in the middle; twice is none. */
function flip(file: string): void {
  const bytes = readFileSync(file)
  const at = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(file, bytes)
}
