import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROTATE_STEPS, UPGRADE_STEPS } from '@fairlead/airgap/install/steps'
import type { LayerSource } from '@fairlead/airgap/oci/layer-entries'
import { imageOf as imageOfRelease, readRelease } from '@fairlead/airgap/release/read-release'
import type { ImageRole } from '@fairlead/airgap/release/release'
import type { Client } from '@fairlead/sdk'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { until } from '../../../tools/processes/child.ts'
import { bundledPassword, opensDatabase } from './bundled-database.ts'
import { deriveBundle } from './derive-bundle.ts'
import { documented } from './document.ts'
import { answer, expectWorked, SLOW_MS, type Installation } from './installation.ts'
import { dataOf, KILLS, objectsOf, stepsOf, upgradeThroughKills } from './kill-upgrade.ts'
import { expectForgeriesRefused } from './forge-backups.ts'
import { nextMigration } from './next-migration.ts'
import type { Ran } from './offline-site.ts'
import { pushOlder, tagsThere } from './older-releases.ts'
import { startOwnDatabase } from './own-database.ts'
import { timed } from './tell.ts'

/** A program that ends at once in place of the control plane; the commands of its administrator are as they were. */
export const BROKEN = { text: "console.error('broken on purpose')\nprocess.exit(1)\n", to: '/app/dist/server/main.js' }

/** What comes after an installation: backups, a new release, one that does not work, ways back. Work of a user runs all the while. */
export function describeLife(installed: Installation): void {
  const { folder, keyFile, counter } = inject('bundle')
  // A bundle that was made elsewhere cannot be made into another release: nobody here has its keys.
  describe.skipIf(keyFile === '')('the life of a site', () => {
    let home: string
    let newer: string
    let broken: string
    let running: { id: string; stop: () => Promise<unknown> }
    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'fairlead-life-'))
      // For a user without rights, too.
      chmodSync(home, 0o755)
      const derive = (version: string, number: number, files: LayerSource[]) =>
        deriveBundle(folder, join(home, version), keyFile, { version, counter: counter + number, files })
      const { files } = nextMigration()
      newer = await derive('0.1.1', 11, files)
      broken = await derive('0.1.2', 12, [...files, BROKEN])
      running = await startWork(installed)
    }, SLOW_MS)
    afterAll(() => {
      rmSync(home, { recursive: true, force: true })
      // Where the site goes on with the bundle of before, it has not seen a newer one.
      rmSync(join(installed.site.home, 'state/state.json'), { force: true })
    })

    test(
      'a backup is one file, and holds what is there',
      async () => {
        const { client } = installed
        await client.departments.create({ name: 'before-the-backup' })
        const { bytes, signed } = answer(await airgap(['--json', 'backup', '--to', 'site.backup.age']))
        expect(bytes).toBeGreaterThan(50_000)
        expect(signed).toBe(true)
        await client.departments.create({ name: 'after-the-backup' })
      },
      SLOW_MS,
    )

    test(
      'the database gets another password, also when that is killed at any step; nobody gets in with the old one, and work goes on',
      async () => {
        const { site } = installed
        const rotate = documented(folder, 'rotate database-password -f site.yaml  ')
        const [objects, first, database] = [await objectsOf(site), await bundledPassword(site), await databasePod()]
        expect(answer(await airgap(['--json', '--dry-run', ...rotate]))).toMatchObject({
          goesOn: false,
          changed: false,
        })
        const seen = new Set([first])
        // Each run goes on from what the killed one before has left.
        for (const step of ROTATE_STEPS.slice(1)) {
          const how = { killWhen: new RegExp(`"id":"${step}"`) }
          const killed = await timed(step, () => site.airgap(['--allow-older', '--json', ...rotate], how))
          seen.add(await bundledPassword(site))
          // The last step may be over before the signal comes.
          if (step === 'password-done') continue
          expect(killed, killed.err).toMatchObject({ code: null })
          const refused = await site.airgap(['--allow-older', 'apply', 'backend'])
          expect(refused).toMatchObject({ code: 4, err: expect.stringContaining('rotate database-password') })
        }
        const { out, err } = await airgap(['--json', ...rotate])
        expect(JSON.parse(out)).toMatchObject({ changed: true })
        const last = await bundledPassword(site)
        expect(last).not.toBe(first)
        expect([await opensDatabase(site, first), await opensDatabase(site, last)]).toEqual([false, true])
        const trail = readFileSync(join(site.home, 'state/audit.jsonl'), 'utf8')
        for (const secret of seen.add(last)) expect(`${out}${err}${trail}`.includes(secret)).toBe(false)
        expect(await objectsOf(site)).toEqual(objects)
        expect(await databasePod()).toBe(database)
        expect(answer(await airgap(['--json', 'apply', 'backend'])).changes).toEqual([])
        await expectWorkGoesOn()
      },
      SLOW_MS * 2,
    )

    test(
      'the backup of the night is made by its own job, leaves the cluster by one command and opens with the key',
      async () => {
        const { site } = installed
        site.onSmallDisk('rm', ['-f', 'filler'])
        await airgap(['nightly', 'run'])
        const kept = answer(await airgap(['--json', 'nightly', 'fetch', '--to', 'nightly.backup.age']))
        expect(kept).toMatchObject({ head: { version: '0.1.0' }, signature: 'good' })
        expect(kept.bytes).toBe(statSync(join(site.home, 'nightly.backup.age')).size)
        site.onSmallDisk('sh', [
          '-c',
          `dd if=/dev/zero of=filler bs=1k count=$(($(df -k . | awk 'NR == 2 { print $4 }') - 40))`,
        ])
        const full = await timed('nightly, full', () => site.airgap(['--allow-older', 'nightly', 'run']))
        expect(full).toMatchObject({ code: 7, err: expect.stringMatching(/is full: .*Make the volume larger/) })
        expect(site.onSmallDisk('ls', []).split('\n')).toEqual([expect.stringMatching(/\.backup\.age$/), 'filler', ''])
        site.onSmallDisk('rm', ['filler'])
      },
      SLOW_MS,
    )

    test(
      'a backup that somebody else has made, or changed, is refused before anything is done, and outside tools tell it, too',
      async () => {
        const { site } = installed
        const data = await dataOf(site)
        const shell = (script: string) => site.inside('sh', ['-c', `cd ${site.home} && ${script}`])
        const run = (...args: string[]) => site.airgap(['--allow-older', ...args])
        await expectForgeriesRefused(folder, 'site.backup.age', shell, run)
        expect(await dataOf(site)).toEqual(data)
      },
      SLOW_MS,
    )

    test(
      'an upgrade that is killed again and again comes to the same objects, data and schema; work and agents notice nothing',
      async () => {
        const { site } = installed
        const [objects, data, database] = [await objectsOf(site), await dataOf(site), await databasePod()]
        const applied = await site.airgap(['apply', 'backend'], { bundle: newer })
        expect(applied).toMatchObject({ code: 4, err: expect.stringContaining('use ./airgap upgrade') })
        const ran = await timed('upgrade', () => upgradeThroughKills(site, newer, KILLS))
        const report = answer(ran)
        expect(report).toMatchObject({
          from: '0.1.0',
          to: '0.1.1',
          schema: { before: { drift: [] }, after: { drift: [], pending: [] } },
        })
        expect(report.schema.after.applied.at(-1)).toBe(nextMigration().tags[0])
        expect(stepsOf(ran)).toEqual(UPGRADE_STEPS)
        expect(report.backup.rows).toBeGreaterThan(20)
        expect(report.backup.signed).toBe(true)
        expect(await version()).toBe('0.1.1')
        await expectWorkGoesOn()
        expect(await objectsOf(site)).toEqual(objects)
        expect(await dataOf(site)).toEqual(data)
        // The release has the same PostgreSQL.
        expect(await databasePod()).toBe(database)
        expect(answer(await airgap(['--json', 'apply', 'backend'], newer)).changes).toEqual([])
        const older = await site.airgap(['--allow-older', 'apply', 'backend'])
        expect(older).toMatchObject({ code: 4, err: expect.stringContaining('use ./airgap rollback') })
      },
      SLOW_MS * KILLS.length,
    )

    test(
      'the agent that the new release offers lies in the registry of the site: once approved, the agent becomes it, and work goes on',
      async () => {
        const { client } = installed
        const { offer } = await client.clusters.upgrades('first')
        expect(offer).toMatchObject({ version: '0.1.1', digest: digestIn(newer, 'agent') })
        await client.clusters.approveUpgrade('first', { now: true })
        await timed('agent upgrade', () =>
          until(
            'the agent is the new one',
            async () => {
              const { current, history, agentImage } = await client.clusters.upgrades('first')
              if (current !== null) return undefined
              expect(history[0]).toMatchObject({ toVersion: '0.1.1', state: 'succeeded' })
              return agentImage?.endsWith(digestIn(newer, 'agent')) === true ? true : undefined
            },
            120_000,
          ),
        )
        await expectWorkGoesOn()
      },
      SLOW_MS,
    )

    test(
      'a release that does not come up gives its place back, with a sentence why',
      async () => {
        const ran = await timed('upgrade to a broken release', () =>
          installed.site.airgap(['upgrade', '--timeout', '0.5'], { bundle: broken }),
        )
        expect(ran).toMatchObject({ code: 6, err: expect.stringContaining('0.1.1 runs again') })
        expect(ran.err).toContain('broken on purpose')
        expect(await version()).toBe('0.1.1')
        await expectWorkGoesOn()
      },
      SLOW_MS,
    )

    test(
      'rollback with a backup tells what is lost, wants a word for it, and brings back release and data together',
      async () => {
        const { site, client } = installed
        const asked = await site.airgap(['rollback', '--data', 'site.backup.age'], { bundle: newer })
        expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('public.departments: 1 rows') })
        const done = answer(await airgap(['--json', 'rollback', '--data', 'site.backup.age', '--yes'], newer))
        expect(done).toMatchObject({ from: '0.1.1', to: '0.1.0' })
        expect(await version()).toBe('0.1.0')
        const names = (await client.departments.list()).map(({ name }) => name)
        expect(names).toContain('before-the-backup')
        expect(names).not.toContain('after-the-backup')
        await expectWorkGoesOn()
      },
      SLOW_MS,
    )

    test(
      'a database that is lost comes back as it was from the backup of the night, into a PostgreSQL of the site',
      async () => {
        const { site } = installed
        const { removed } = answer(
          await airgap(['--json', 'uninstall', 'backend', '--yes', '--delete-data', 'fairlead']),
        )
        expect(removed).toContain('persistentvolumeclaim fairlead/data-fairlead-postgresql-0')
        await startOwnDatabase(site, await imageOf(installed, 'postgresql'))
        const restored = answer(await airgap(['--json', 'restore', 'nightly.backup.age', '-f', 'own.yaml']))
        expect(restored).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), signature: 'good' })
        expect(restored.ms).toBeGreaterThan(0)
        await expectWorkGoesOn()
        expect(readdirSync(site.home)).toContain('backups')
      },
      SLOW_MS,
    )

    test(
      'with a PostgreSQL of the site, too, a release takes over after a backup that was tried, and gives its place back',
      async () => {
        const data = await dataOf(installed.site)
        const report = answer(await airgap(['--json', 'upgrade', '-f', 'own.yaml'], newer))
        expect(report).toMatchObject({ from: '0.1.0', to: '0.1.1', schema: { after: { drift: [], pending: [] } } })
        // Those about time and room depend on the machine.
        const ofDatabase = report.checks
          .filter(({ id }) => id.startsWith('D'))
          .map(({ id, result }) => (/^D[58]$/.test(id) ? id : `${id} ${result}`))
        const wanted = ['D1 pass', 'D2 pass', 'D3 pass', 'D4 pass', 'D5', 'D5', 'D6 warn', 'D7 pass', 'D8', 'D8', 'D8']
        expect(ofDatabase).toEqual(wanted)
        expect(await version()).toBe('0.1.1')
        await expectWorkGoesOn()
        const back = answer(await airgap(['--json', 'rollback', '-f', 'own.yaml'], newer))
        expect(back).toMatchObject({ from: '0.1.1', to: '0.1.0' })
        expect(await version()).toBe('0.1.0')
        expect(await dataOf(installed.site)).toEqual(data)
        await expectWorkGoesOn()
        await running.stop()
      },
      SLOW_MS,
    )

    test(
      'what older releases have left in the registry is listed and then removed; what runs, the one before and newer ones stay',
      async () => {
        const { site } = installed
        const repository = (await imageOf(installed, 'control-plane')).split('@')[0]!.replace(/^[^/]+[/]/, '')
        const tags = ['0.0.8', '0.0.9', '0.1.0', '0.1.1']
        await pushOlder(site, repository, ['0.0.8', '0.0.9'])
        const listed = answer(await airgap(['--json', 'prune', '-f', 'own.yaml']))
        const found = listed.repositories.find((each) => each.repository === repository)
        expect(found?.items.map(({ tags: own }) => own)).toEqual([['0.0.8']])
        expect(await tagsThere(site, repository, tags)).toEqual(tags)
        const { removed } = answer(await airgap(['--json', 'prune', '-f', 'own.yaml', '--yes']))
        expect(removed).toEqual([expect.stringContaining(`${repository}@sha256:`)])
        expect(await tagsThere(site, repository, tags)).toEqual(['0.0.9', '0.1.0', '0.1.1'])
      },
      SLOW_MS,
    )

    /** Runs a command that has to work. */
    async function airgap(args: string[], bundle = folder): Promise<Ran> {
      const older = bundle === folder ? ['--allow-older'] : []
      const step = args.find((arg) => !arg.startsWith('-')) ?? ''
      return expectWorked(args, await timed(step, () => installed.site.airgap([...older, ...args], { bundle })))
    }

    async function databasePod(): Promise<string | undefined> {
      const pod = { name: 'fairlead-postgresql-0', namespace: 'fairlead' }
      return (await installed.site.cluster.client.core.readNamespacedPod(pod)).metadata?.uid
    }

    async function version(): Promise<string> {
      const response = await fetch(`${installed.url}/health`)
      return ((await response.json()) as { version: string }).version
    }

    async function expectWorkGoesOn(): Promise<void> {
      const { client } = installed
      await until(
        'the agent is in contact',
        async () =>
          (await client.clusters.get('first').catch(() => undefined))?.connected === true ? true : undefined,
        90_000,
      )
      expect((await client.workloads.get('long')).status).toMatchObject({ phase: 'RUNNING' })
      expect(await runOf(client)).toBe(running.id)
    }
  })
}

/** Something that runs until it is stopped, as somebody's work does. */
async function startWork(installed: Installation): Promise<{ id: string; stop: () => Promise<unknown> }> {
  const { client } = installed
  const job = await client.jobs.submit({
    project: 'vision',
    name: 'long',
    spec: {
      image: await imageOf(installed, 'agent'),
      command: ['node', '--eval', "process.on('SIGTERM', () => process.exit()); setInterval(() => {}, 1000)"],
      resources: { cpu: 0.1, memory: '128Mi' },
    },
  })
  await job.wait({ until: 'running', timeoutMs: 120_000 })
  return { id: await runOf(client), stop: () => job.cancel() }
}

function digestIn(bundle: string, role: ImageRole): string {
  return imageOfRelease(readRelease(bundle), role).digest
}

/** Of the bundle, where nodes find it. */
async function imageOf({ site }: Installation, wanted: string): Promise<string> {
  const inventory = JSON.parse((await site.airgap(['--json', '--allow-older', 'inventory'])).out) as {
    images: { role: string; repository: string; digest: string }[]
  }
  const { repository, digest } = inventory.images.find(({ role }) => role === wanted)!
  return `${site.registry.host}/fairlead/${repository}@${digest}`
}

async function runOf(client: Client): Promise<string> {
  const [run] = await client.workloads.runs('long')
  return run!.id
}
