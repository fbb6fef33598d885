import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LayerSource } from '@fairlead/airgap/oci/layer-entries'
import { ROTATE_STEPS } from '@fairlead/airgap/install/steps'
import { createAuthority } from '@fairlead/rig/cluster/certificates'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ROOT, until } from '../../tools/processes/child.ts'
import { BROKEN } from './support/describe-life.ts'
import { deriveBundle } from './support/derive-bundle.ts'
import { documented } from './support/document.ts'
import { expectForgeriesRefused } from './support/forge-backups.ts'
import { LinuxHost, linuxHostNeeds } from './support/linux-host.ts'
import { nextMigration } from './support/next-migration.ts'
import type { Ran } from './support/site.ts'

const SLOW_MS = 300_000
const URL = 'https://localhost:8443'
const { folder, counter, keyFile } = inject('bundle')
const UNITS = [
  'fairlead.service',
  'fairlead-postgresql.service',
  'fairlead-backup.service',
  'fairlead-agent.service',
  'fairlead-backup.timer',
]
/** So that its process can be found. */
const NAP = '98765'
/** Bundles lie where the host sees them. */
const BUNDLES = '/mnt/bundle'

describe.skipIf(linuxHostNeeds() !== undefined)(
  `a host without Kubernetes${linuxHostNeeds() === undefined ? '' : ` (skipped: ${linuxHostNeeds()})`}`,
  () => {
    const host = new LinuxHost()
    let bundles: string
    let before: string[]
    let work = ''

    beforeAll(async () => {
      bundles = mkdtempSync(join(tmpdir(), 'fairlead-bundles-'))
      cpSync(folder, join(bundles, 'installed'), { recursive: true })
      const derive = (version: string, number: number, files: LayerSource[]) =>
        deriveBundle(join(bundles, 'installed'), join(bundles, version), keyFile, {
          version,
          counter: counter + number,
          files,
        })
      await derive('0.1.1', 51, [])
      await derive('0.1.2', 52, [BROKEN])
      await derive('0.1.3', 53, nextMigration(2).files)
      await host.boot(bundles)
      const authority = await createAuthority('authority of the site')
      const pair = await authority.issue({ commonName: 'fairlead', hosts: ['localhost'] })
      host.write('/root/ca.crt', authority.certificate)
      host.write('/root/tls.crt', pair.certificate)
      host.write('/root/tls.key', pair.key)
      airgap('installed', 'backup-key', '--out', '/root/backup.key')
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
backup:
  keyFile: backup.key
  nightly: { schedule: '30 1 * * *', keep: 2 }
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
        const { checks } = answer(airgap('installed', ...documented(folder, 'prepare backend'), '--out', '/tmp/out'))
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
        const first = answer(airgap('installed', ...documented(folder, 'apply backend'), '--timeout', '2'))
        expect(first.adminLink).toMatch(new RegExp(`^${URL}/setup#`))
        const again = answer(airgap('installed', ...documented(folder, 'apply backend'), '--timeout', '2'))
        expect(again.changes).toEqual([])
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
      async () => {
        const project = 'vision'
        fairlead('cluster', 'add', 'lab', '--driver', 'local', '--token-file', '/root/join-token')
        const token = host.run('cat', '/root/join-token').out
        fairlead('department', 'add', 'research')
        fairlead('project', 'add', project, '--department', 'research')
        const ways = (name: string) => {
          const text = host.run('cat', '/root/site.yaml').out
          host.write('/root/joining.yaml', text.replace('nodeName: lab', `nodeName: lab\n  joinTokenFile: ${name}`))
          const prepare = ['prepare', 'cluster', '--quick', '-f', 'joining.yaml', '--out', '/tmp/out']
          return host.run(`${BUNDLES}/installed/airgap`, '--json', ...prepare)
        }
        host.write('/root/wrong-token', 'flj_of-nobody\n')
        expect(ways('wrong-token')).toMatchObject({ code: 4, err: expect.stringMatching(/A3 join token: not good/) })
        const looked = answer(ways('join-token')).checks.filter(({ id }) => /^[AT]\d/.test(id))
        const seen = looked.map(({ id, result }) => `${id} ${result}`)
        expect(seen).toEqual([
          'A1 pass',
          'A2 warn',
          'A3 pass',
          'A4 pass',
          expect.stringMatching(/^T1 /),
          expect.stringMatching(/^T2 /),
        ])
        const applied = airgapWith(token, 'installed', ...documented(folder, 'apply cluster'), '--timeout', '1.5')
        expect(applied, applied.err).toMatchObject({ code: 0 })
        const command = 'id -un; touch /usr/x /etc/x 2>&1; cat /etc/fairlead/postgresql.password 2>&1; true'
        fairlead('run', '-p', project, '--name', 'first', '--cpu', '0.1', '--', 'sh', '-c', command)
        fairlead('wait', '-p', project, 'first', '--timeout', '60s')
        const { out } = fairlead('logs', '-p', project, 'first')
        expect(out).toMatch(/^fairlead-agent$/m)
        expect(out.match(/Read-only file system/g)).toHaveLength(2)
        expect(out).toContain('Permission denied')
        fairlead('run', '-p', project, '--name', 'long', '--cpu', '0.1', '--', 'sleep', NAP)
        work = await until('work runs', () => napping() || undefined, 60_000)
      },
      SLOW_MS,
    )

    test('the services have no more rights than they need, by the word of systemd', () => {
      const levels = UNITS.slice(0, 4).map((unit) => {
        const { out } = host.run('systemd-analyze', 'security', unit, '--no-pager')
        return Number(/Overall exposure level for \S+: ([\d.]+)/.exec(out)?.[1])
      })
      expect(levels[0]).toBeLessThanOrEqual(1.5)
      expect(levels[1]).toBeLessThanOrEqual(1.5)
      expect(levels[2]).toBeLessThanOrEqual(1.5)
      // Work is to see the devices and the programs of its host.
      expect(levels[3]).toBeLessThanOrEqual(2.5)
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
        'stat -c "%U %a" /etc/fairlead/*.password /etc/fairlead/control-plane.yaml /etc/fairlead/tls.key /etc/fairlead/join-token /etc/fairlead/history.json $(find /etc/fairlead/backup -type f)',
      )
      expect(new Set(out.trim().split('\n'))).toEqual(new Set(['root 600']))
      const password = host.run('cat', '/etc/fairlead/postgresql.password').out.trim()
      expect(
        host.run('sh', '-c', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ /etc/systemd/system/fairlead*').out,
      ).not.toContain(password)
      expect(host.run('cat', '/etc/fairlead/history.json').out).not.toContain(password)
      const signing = host.run('cat', '/root/backup.key.signing').out
      expect(host.run('cat', '/etc/fairlead/backup/signing/key').out).toBe(signing)
      const found = host.run(
        'sh',
        '-c',
        `grep -rlsF -e '${signing.split('\n')[1]}' /etc /opt/fairlead /run /var/lib/fairlead*`,
      ).out
      expect(found).toBe('/etc/fairlead/backup/signing/key\n')
    })

    test(
      'the database gets another password, also when that is killed at any step; nobody gets in with the old one, and work goes on',
      () => {
        const password = () => host.run('cat', '/etc/fairlead/postgresql.password').out.trim()
        const rotate = documented(folder, 'rotate database-password -f site.yaml  ')
        const [first, server] = [password(), pidOf('fairlead-postgresql.service')]
        const seen = new Set([first])
        expect(answer(airgap('installed', '--dry-run', ...rotate))).toMatchObject({ goesOn: false, changed: false })
        expect(password()).toBe(first)
        for (const step of ROTATE_STEPS.slice(1)) {
          const command = `exec ${BUNDLES}/installed/airgap --allow-older --json ${rotate.join(' ')}`
          const killed = `setsid sh -c '${command}' >/root/rotate.log 2>&1 & group=$!
            until grep -q '"${step}"' /root/rotate.log; do kill -0 $group || exit 3; sleep 0.02; done; kill -9 -$group`
          expect(host.run('sh', '-c', killed), host.run('cat', '/root/rotate.log').out).toMatchObject({ code: 0 })
          if (step !== 'password-done')
            expect(host.run(`${BUNDLES}/installed/airgap`, '--allow-older', 'apply', 'backend')).toMatchObject({
              code: 4,
              err: expect.stringContaining('rotate database-password'),
            })
          const ran = airgap('installed', ...rotate)
          expect(answer(ran)).toMatchObject({ changed: true })
          seen.add(password())
          const text = `${ran.out}${ran.err}${host.run('cat', '/root/rotate.log').out}`
          const logs = host.run(
            'sh',
            '-c',
            'journalctl --no-pager -o cat; cat /root/.local/state/fairlead-airgap/audit.jsonl',
          ).out
          for (const secret of seen) expect(`${text}${logs}`.includes(secret)).toBe(false)
          expectAsItWas('0.1.0')
        }
        expect(seen.size).toBeGreaterThanOrEqual(ROTATE_STEPS.length - 1)
        expect(host.run('sh', '-c', `grep -rlF -e ${first} /etc/fairlead`).out).toBe('')
        expect(host.run('ls', '/etc/fairlead').out).not.toContain('next')
        expect(pidOf('fairlead-postgresql.service')).toBe(server)
        expect(host.run('stat', '-c', '%U %a', '/etc/fairlead/postgresql.password').out.trim()).toBe('root 600')
        expect(answer(airgap('installed', 'apply', 'backend')).changes).toEqual([])
      },
      SLOW_MS,
    )

    test(
      'a backup is one file that the key opens, on demand and by the timer, which keeps as many as the site says',
      () => {
        fairlead('department', 'add', 'before-the-backup')
        const { bytes, signed } = answer(
          airgap('installed', ...documented(folder, 'backup -f'), '--to', '/root/site.backup.age'),
        )
        expect(bytes).toBeGreaterThan(50_000)
        expect(signed).toBe(true)
        fairlead('department', 'add', 'after-the-backup')
        expect(host.run('systemctl', 'list-timers', '--no-pager').out).toMatch(/01:30:00.*fairlead-backup\.timer/)
        for (const _ of [1, 2, 3])
          expect(host.run('systemctl', 'start', 'fairlead-backup.service')).toMatchObject({ code: 0 })
        const kept = host.run('sh', '-c', 'ls -d /var/lib/fairlead-backups/*').out.trim().split('\n')
        expect(kept).toHaveLength(2)
        host.run('cp', kept[1]!, '/root/nightly.backup.age')
      },
      SLOW_MS,
    )

    test(
      'a backup that somebody else has made, or changed, is refused before anything is done; the key that signs is in none',
      async () => {
        const run = async (...args: string[]) => host.run(`${BUNDLES}/installed/airgap`, '--allow-older', ...args)
        const shell = (script: string) => host.run('sh', '-c', script)
        await expectForgeriesRefused(folder, 'site.backup.age', shell, run)
        for (const backup of ['site.backup.age', 'nightly.backup.age']) {
          const { out } = shell(`age -d -i backup.key ${backup} | tar -t`)
          expect(out).toContain('site/site.yaml')
          expect(out).not.toMatch(/backup\.key|signing/)
        }
        expectAsItWas('0.1.0')
      },
      SLOW_MS,
    )

    test(
      'an upgrade that is killed in the middle goes on when it is run again; work goes on meanwhile',
      () => {
        const applied = host.run(`${BUNDLES}/0.1.1/airgap`, 'apply', 'backend')
        expect(applied).toMatchObject({ code: 4, err: expect.stringContaining('use ./airgap upgrade') })
        const upgrade = `exec ${BUNDLES}/0.1.1/airgap upgrade`
        const killed = `setsid sh -c '${upgrade}' >/root/upgrade.log 2>&1 & group=$!
          until grep -q '^services' /root/upgrade.log; do kill -0 $group || exit 3; sleep 0.1; done; kill -9 -$group`
        expect(host.run('sh', '-c', killed), host.run('cat', '/root/upgrade.log').out).toMatchObject({ code: 0 })
        const report = answer(airgap('0.1.1', ...documented(folder, 'upgrade -f site.yaml  ')))
        expect(report).toMatchObject({
          from: '0.1.0',
          to: '0.1.1',
          schema: { before: { drift: [] }, after: { drift: [], pending: [] } },
        })
        expect(report.backup.rows).toBeGreaterThan(20)
        expect(report.backup.signed).toBe(true)
        expectAsItWas('0.1.1')
      },
      SLOW_MS,
    )

    test(
      'a release that does not come up gives its place back, with a sentence why',
      () => {
        const database = pidOf('fairlead-postgresql.service')
        const ran = host.run(`${BUNDLES}/0.1.2/airgap`, 'upgrade', '--timeout', '0.15')
        expect(ran).toMatchObject({ code: 6, err: expect.stringContaining('0.1.1 runs again') })
        expect(ran.err).toContain('broken on purpose')
        expectAsItWas('0.1.1')
        // The same PostgreSQL goes on through both.
        expect(pidOf('fairlead-postgresql.service')).toBe(database)
        expect(host.run('ls', '/opt/fairlead/releases').out.trim().split('\n')).toEqual([
          String(counter),
          String(counter + 51),
        ])
      },
      SLOW_MS,
    )

    test(
      'rollback with a backup tells what is lost, wants a word for it, and brings back release and data together',
      () => {
        const data = (args: string[]) =>
          args.map((arg) => (arg.endsWith('.backup.age') ? '/root/site.backup.age' : arg))
        const words = data(documented(folder, 'rollback -f site.yaml --data'))
        const asked = host.run(`${BUNDLES}/0.1.1/airgap`, ...words)
        expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('public.departments: 1 rows') })
        expect(answer(airgap('0.1.1', ...words, '--yes'))).toMatchObject({ from: '0.1.1', to: '0.1.0' })
        expectAsItWas('0.1.0')
        expect(fairlead('department', 'ls').out).toContain('before-the-backup')
        expect(fairlead('department', 'ls').out).not.toContain('after-the-backup')
      },
      SLOW_MS,
    )

    test(
      'a database that is lost comes back from a backup by night as it was, and the agent comes back to it',
      async () => {
        airgap('installed', 'uninstall', 'backend', '--yes', '--delete-data', 'fairlead-postgresql')
        const restored = answer(airgap('installed', 'restore', '/root/nightly.backup.age'))
        expect(restored).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), signature: 'good' })
        await until(
          'the agent is in contact',
          () => {
            const [lab] = JSON.parse(fairlead('cluster', 'ls', '-o', 'json').out) as { connected: boolean }[]
            return lab?.connected === true ? true : undefined
          },
          90_000,
        )
        expectAsItWas('0.1.0')
        expect(fairlead('department', 'ls').out).toContain('after-the-backup')
      },
      SLOW_MS,
    )

    test(
      'a release may be left out: the one after it brings the migrations of both, and gives its place back with the data as it is',
      () => {
        const report = answer(airgap('0.1.3', ...documented(folder, 'upgrade -f site.yaml  ')))
        expect(report).toMatchObject({ from: '0.1.0', to: '0.1.3', schema: { after: { drift: [], pending: [] } } })
        expect(report.schema.after.applied.slice(-2)).toEqual(nextMigration(2).tags)
        expectAsItWas('0.1.3')
        expect(answer(airgap('0.1.3', 'rollback'))).toMatchObject({ from: '0.1.3', to: '0.1.0' })
        expectAsItWas('0.1.0')
        expect(fairlead('department', 'ls').out).toContain('after-the-backup')
      },
      SLOW_MS,
    )

    test(
      'doctor finds nothing wrong, and a bundle for supporters has settings and logs, and no secret',
      () => {
        const { checks } = answer(airgap('installed', ...documented(folder, 'doctor'), '--quick'))
        expect(checks.filter(({ result }) => result === 'fail')).toEqual([])
        expect(checks.map(({ id, what, result }) => `${id} ${what} ${result}`)).toEqual(
          expect.arrayContaining([
            'A1 control plane in reach pass',
            'A3 join token pass',
            'A4 versions that fit pass',
            'I1 backend installed pass',
            'I2 fairlead.service pass',
            'I2 fairlead-agent.service pass',
            'I2 fairlead-backup.timer pass',
            'I3 backups by night warn',
          ]),
        )
        airgap('installed', 'support-bundle', '--yes', '--out', '/root/support.tar.gz')
        const text = host.run('tar', '-xzOf', '/root/support.tar.gz').out
        expect(text).toContain('RootDirectory=')
        const names = host.run('tar', '-tzf', '/root/support.tar.gz').out
        expect(names).toContain('fairlead-support/logs/fairlead.service.log')
        const password = host.run('cat', '/etc/fairlead/postgresql.password').out.trim()
        expect(text).not.toContain(password)
        expect(text).not.toContain('PRIVATE KEY')
      },
      SLOW_MS,
    )

    test(
      'a folder is filled instead of the host, and emptied again, while the host runs on',
      () => {
        const root = ['--root', '/tmp/image']
        airgap('installed', 'apply', 'backend', ...root)
        expect(host.run('cat', '/tmp/image/etc/systemd/system/fairlead.service').out).toContain('RootDirectory=')
        const { checks } = answer(airgap('installed', 'doctor', ...root))
        expect(checks).toContainEqual({
          id: 'I2',
          what: 'fairlead.service',
          result: 'pass',
          seen: 'starts with the host',
        })
        airgap('installed', 'uninstall', 'backend', '--yes', ...root, '--delete-data', 'fairlead-postgresql')
        expect(host.run('find', '/tmp/image', '-not', '-type', 'd').out).toBe('')
        expectAsItWas('0.1.0')
      },
      SLOW_MS,
    )

    test(
      'uninstall keeps the data until it is named, and leaves nothing else',
      () => {
        airgap('installed', 'uninstall', 'cluster', '--yes', '--delete-data', 'fairlead-agent')
        airgap('installed', 'uninstall', 'backend', '--yes')
        expect(filesOf().filter((path) => !before.includes(path))).toEqual([
          '/etc/fairlead',
          '/etc/fairlead/postgresql.password',
          '/var/lib/fairlead-backups',
          '/var/lib/fairlead-postgresql',
        ])
        airgap('installed', 'uninstall', 'backend', '--yes', '--delete-data', 'fairlead-postgresql')
        expect(filesOf()).toEqual(before)
        expect(host.run('sh', '-c', 'grep -c fairlead /etc/passwd /etc/group; pgrep -u fairlead-agent').out).toBe(
          '/etc/passwd:0\n/etc/group:0\n',
        )
      },
      SLOW_MS,
    )

    /** The process of the long work; empty where there is none. */
    function napping(): string {
      return host.run('pgrep', '-u', 'fairlead-agent', '-fx', `sleep ${NAP}`).out.trim()
    }

    /** Nobody who works has noticed anything. */
    function expectAsItWas(version: string): void {
      const { out } = host.run('curl', '--silent', '--cacert', '/root/ca.crt', `${URL}/health`)
      expect(JSON.parse(out)).toMatchObject({ version })
      expect(napping()).toBe(work)
      expect(fairlead('ps', '-p', 'vision').out).toMatch(/long.*running/i)
    }

    function airgap(bundle: string, ...args: string[]): Ran {
      return airgapWith('', bundle, ...args)
    }

    /** Runs a command that has to work. */
    function airgapWith(input: string, bundle: string, ...args: string[]): Ran {
      const older = bundle === 'installed' ? ['--allow-older'] : []
      const started = performance.now()
      const ran = host.feed(input, `${BUNDLES}/${bundle}/airgap`, ...older, '--json', ...args)
      const step = args.find((arg) => !arg.startsWith('-'))
      process.stdout.write(`${JSON.stringify({ e2e: 'linux', step, ms: Math.round(performance.now() - started) })}\n`)
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

    function pidOf(unit: string): string {
      return host.run('systemctl', 'show', '--property=MainPID', '--value', unit).out.trim()
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
  changes: object[]
  bytes: number
  hash: string
  backup: { rows: number; signed: boolean }
  signed: boolean
  schema: { after: { applied: string[] } }
}

function answer({ out }: Ran): Answer {
  return JSON.parse(out) as Answer
}
