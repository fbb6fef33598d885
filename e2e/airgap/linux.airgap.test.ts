import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRelease } from '@fairlead/airgap/release/read-release'
import type { Release } from '@fairlead/airgap/release/release'
import { writeChecksums } from '@fairlead/airgap/release/checksums'
import { writeRelease } from '@fairlead/airgap/release/write-release'
import { signFile } from '@fairlead/airgap/signing/sign-file'
import { readSigningKeys } from '@fairlead/airgap/signing/signing-keys'
import { createAuthority } from '@fairlead/rig/cluster/certificates'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ROOT } from '../../tools/processes/child.ts'
import { LinuxHost, linuxHostNeeds } from './support/linux-host.ts'
import type { Ran } from './support/site.ts'

const SLOW_MS = 300_000
const URL = 'https://localhost:8443'
const { folder, counter, keyFile } = inject('bundle')
const UNITS = ['fairlead.service', 'fairlead-postgresql.service', 'fairlead-agent.service']
/** Bundles lie where the host sees them. */
const BUNDLES = '/mnt/bundle'

describe.skipIf(linuxHostNeeds() !== undefined)(
  `a host without Kubernetes${linuxHostNeeds() === undefined ? '' : ` (skipped: ${linuxHostNeeds()})`}`,
  () => {
    const host = new LinuxHost()
    let bundles: string
    let before: string[]

    beforeAll(async () => {
      bundles = mkdtempSync(join(tmpdir(), 'fairlead-bundles-'))
      cpSync(folder, join(bundles, 'installed'), { recursive: true })
      const { digest } = readRelease(folder).images.find(({ role }) => role === 'pause')!
      // Its control plane is a program that answers nobody.
      const broken = (image: Release['images'][number]) =>
        image.role === 'control-plane' ? { ...image, digest } : image
      await release('broken', (of) => ({ ...of, counter: counter + 50, images: of.images.map(broken) }))
      await release('newer', (of) => ({ ...of, counter: counter + 51 }))
      await host.boot(bundles)
      const authority = await createAuthority('authority of the site')
      const pair = await authority.issue({ commonName: 'fairlead', hosts: ['localhost'] })
      host.write('/root/ca.crt', authority.certificate)
      host.write('/root/tls.crt', pair.certificate)
      host.write('/root/tls.key', pair.key)
      host.write(
        '/root/site.yaml',
        `platform: linux
ca: [ca.crt]
backend:
  url: ${URL}
  listen: { host: 127.0.0.1 }
  tls: { certFile: tls.crt, keyFile: tls.key }
  database: { bundled: { port: 5433 } }
cluster:
  controlPlane: ${URL}
  nodeName: lab
`,
      )
      before = filesOf()
    }, SLOW_MS)
    afterAll(async () => {
      await host.stop()
      rmSync(bundles, { recursive: true, force: true })
    })

    test(
      'prepare checks systemd, ports, disk and clocks, writes the units, and changes nothing',
      () => {
        const { checks } = answer(airgap('installed', 'prepare', 'backend', '--out', '/tmp/out'))
        expect(checks.filter(({ result }) => result === 'fail')).toEqual([])
        expect(checks.map(({ id, what }) => `${id} ${what}`)).toEqual(
          expect.arrayContaining([
            'H1 systemd',
            'H1 port 8443',
            'H1 time of a safe write',
            'H2 default route',
            'T1 clocks',
          ]),
        )
        expect(host.run('cat', '/tmp/out/backend/etc/systemd/system/fairlead.service').out).toContain('RootDirectory=')
        expect(filesOf()).toEqual(before)
      },
      SLOW_MS,
    )

    test(
      'apply brings PostgreSQL and the control plane up with TLS, and one link for the first admin; a second time it changes nothing',
      () => {
        const first = answer(airgap('installed', 'apply', 'backend', '--timeout', '2'))
        expect(first.adminLink).toMatch(new RegExp(`^${URL}/setup#`))
        const again = answer(airgap('installed', 'apply', 'backend', '--timeout', '2'))
        expect(again).toMatchObject({ changes: [] })
        expect(again.adminLink).toBeUndefined()
        expect(host.run('journalctl', '-u', 'fairlead', '--no-pager').out).not.toContain('/setup#')
      },
      SLOW_MS,
    )

    test(
      'a database of the site is looked at as its own user sees it',
      () => {
        const password = host.run('cat', '/etc/fairlead/postgresql.password').out.trim()
        const text = host
          .run('cat', '/root/site.yaml')
          .out.replace('bundled: { port: 5433 }', 'external: { urlFile: database.url }')
        host.write('/root/external.yaml', text)
        host.write('/root/database.url', `postgres://fairlead:${password}@127.0.0.1:5433/fairlead\n`)
        const { checks } = answer(airgap('installed', 'prepare', 'backend', '-f', 'external.yaml', '--out', '/tmp/out'))
        const ofDatabase = checks.filter(({ id }) => /^D[1-7]$/.test(id))
        const results = ofDatabase.map(({ id, result }) => `${id} ${result}`)
        const time = expect.stringMatching(/^D5 /)
        expect(results).toEqual(['D1 pass', 'D2 warn', 'D3 pass', 'D4 pass', time, time, 'D6 warn', 'D7 pass'])
        host.write('/root/database.url', 'postgres://fairlead:wrong@127.0.0.1:5433/fairlead\n')
        const refused = host.run(`${BUNDLES}/installed/airgap`, 'prepare', 'backend', '-f', 'external.yaml')
        expect(refused).toMatchObject({ code: 4, err: expect.stringContaining('D1 PostgreSQL: 28P01') })
      },
      SLOW_MS,
    )

    test(
      'the host is a cluster of one node after two more commands, and runs work that may write nowhere else',
      () => {
        const project = 'vision'
        fairlead('cluster', 'add', 'lab', '--driver', 'local', '--token-file', '/root/join-token')
        const token = host.run('cat', '/root/join-token').out
        fairlead('department', 'add', 'research')
        fairlead('project', 'add', project, '--department', 'research')
        const applied = airgapWith(token, 'installed', 'apply', 'cluster', '--timeout', '1.5')
        expect(applied, applied.err).toMatchObject({ code: 0 })
        const command = 'id -un; touch /usr/x /etc/x 2>&1; cat /etc/fairlead/postgresql.password 2>&1; true'
        fairlead('run', '-p', project, '--name', 'first', '--cpu', '0.1', '--', 'sh', '-c', command)
        fairlead('wait', '-p', project, 'first', '--timeout', '60s')
        const { out } = fairlead('logs', '-p', project, 'first')
        expect(out).toMatch(/^fairlead-agent$/m)
        expect(out.match(/Read-only file system/g)).toHaveLength(2)
        expect(out).toContain('Permission denied')
      },
      SLOW_MS,
    )

    test('the services have no more rights than they need, by the word of systemd', () => {
      const levels = UNITS.map((unit) => {
        const { out } = host.run('systemd-analyze', 'security', unit, '--no-pager')
        return Number(/Overall exposure level for \S+: ([\d.]+)/.exec(out)?.[1])
      })
      expect(levels[0]).toBeLessThanOrEqual(1.5)
      expect(levels[1]).toBeLessThanOrEqual(1.5)
      // Work is to see the devices and the programs of its host.
      expect(levels[2]).toBeLessThanOrEqual(2.5)
      const { err } = host.run('systemd-analyze', 'verify', ...UNITS.map((unit) => `/etc/systemd/system/${unit}`))
      // It looks for programs in the root of the host, where those of two services are not.
      expect(
        err.split('\n').filter((line) => line.includes('fairlead') && !line.includes('is not executable')),
      ).toEqual([])
    })

    test('secrets are in files of root alone, and on no command line', () => {
      const { out } = host.run(
        'sh',
        '-c',
        'stat -c "%U %a" /etc/fairlead/*.password /etc/fairlead/control-plane.yaml /etc/fairlead/tls.key /etc/fairlead/join-token',
      )
      expect(new Set(out.trim().split('\n'))).toEqual(new Set(['root 600']))
      const password = host.run('cat', '/etc/fairlead/postgresql.password').out.trim()
      expect(
        host.run('sh', '-c', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ /etc/systemd/system/fairlead*').out,
      ).not.toContain(password)
    })

    test(
      'a release that does not get ready is taken back to the one before by itself; one that does keeps it on the host',
      () => {
        const bad = host.run(`${BUNDLES}/broken/airgap`, '--json', 'apply', 'backend', '--timeout', '0.15')
        expect(bad).toMatchObject({ code: 6, err: expect.stringContaining('runs again') })
        expect(unitOf('fairlead.service')).toContain(`/releases/${counter}/`)
        expect(fairlead('project', 'ls').out).toContain('vision')
        const { changes } = answer(airgap('newer', 'apply', 'backend'))
        expect(changes.map(({ what }) => what)).toContain('/etc/systemd/system/fairlead.service')
        expect(fairlead('project', 'ls').out).toContain('vision')
        expect(host.run('ls', '/opt/fairlead/releases').out.trim().split('\n')).toEqual([
          String(counter),
          String(counter + 51),
        ])
      },
      SLOW_MS,
    )

    test(
      'uninstall keeps the data until it is named, and leaves nothing else',
      () => {
        airgap('newer', 'uninstall', 'cluster', '--yes', '--delete-data', 'fairlead-agent')
        airgap('newer', 'uninstall', 'backend', '--yes')
        expect(filesOf().filter((path) => !before.includes(path))).toEqual([
          '/etc/fairlead',
          '/etc/fairlead/postgresql.password',
          '/var/lib/fairlead-postgresql',
        ])
        airgap('newer', 'uninstall', 'backend', '--yes', '--delete-data', 'fairlead-postgresql')
        expect(filesOf()).toEqual(before)
        expect(host.run('sh', '-c', 'grep -c fairlead /etc/passwd /etc/group; pgrep -u fairlead-agent').out).toBe(
          '/etc/passwd:0\n/etc/group:0\n',
        )
      },
      SLOW_MS,
    )

    /** Another release of the same bundle, signed by the same keys. */
    async function release(name: string, change: (of: Release) => Release): Promise<void> {
      const copy = join(bundles, name)
      cpSync(folder, copy, { recursive: true })
      writeRelease(copy, change(readRelease(copy)))
      await writeChecksums(copy)
      signFile(join(copy, 'SHA256SUMS'), readSigningKeys(keyFile), 'test')
    }

    function airgap(bundle: string, ...args: string[]): Ran {
      return airgapWith('', bundle, ...args)
    }

    /** Runs a command that has to work. */
    function airgapWith(input: string, bundle: string, ...args: string[]): Ran {
      const ran = host.feed(input, `${BUNDLES}/${bundle}/airgap`, '--json', ...args)
      if (ran.code !== 0) throw new Error(`airgap ${args.join(' ')} ends with ${ran.code}\n${ran.out}\n${ran.err}`)
      return ran
    }

    /** With a token that the owner of the database makes. */
    function fairlead(...args: string[]): Ran {
      const root = `/opt/fairlead/releases/${/releases\/(\d+)/.exec(unitOf('fairlead.service'))?.[1]}/control-plane`
      const node = `${root}/usr/local/bin/node`
      const script = `export FAIRLEAD_CONFIG=/etc/fairlead/control-plane.yaml FAIRLEAD_CA=/root/ca.crt FAIRLEAD_URL=${URL}
        FAIRLEAD_TOKEN=$(${node} ${root}/app/dist/server/admin.js token --name e2e) || exit 9
        export FAIRLEAD_TOKEN
        exec ${BUNDLES}/installed/fairlead "$@"`
      const ran = host.run('sh', '-c', script, 'fairlead', ...args)
      if (ran.code !== 0) throw new Error(`fairlead ${args.join(' ')} ends with ${ran.code}\n${ran.out}\n${ran.err}`)
      return ran
    }

    function unitOf(name: string): string {
      return host.run('cat', `/etc/systemd/system/${name}`).out
    }

    /** What an installation may leave behind. */
    function filesOf(): string[] {
      const { out } = host.run(
        'sh',
        '-c',
        'find / -xdev \\( -path /proc -o -path /sys -o -path /tmp -o -path /root -o -path /run -o -path /mnt -o -path /var/log -o -path "/var/lib/fairlead-*/*" \\) -prune -o -name "*fairlead*" -print 2>/dev/null; find /etc/fairlead /opt/fairlead -maxdepth 1 -mindepth 1 2>/dev/null; true',
      )
      const found = out
        .trim()
        .split('\n')
        .filter((path) => !path.includes('/.cache/') && !path.startsWith(`${ROOT}/`) && !path.startsWith('/home/'))
      return [...new Set(found)].toSorted()
    }
  },
)

interface Answer {
  checks: { id: string; what: string; result: string }[]
  adminLink?: string
  changes: { what: string }[]
}

function answer({ out }: Ran): Answer {
  return JSON.parse(out) as Answer
}
