import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@fairlead/sdk'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { until } from '../../../tools/processes/child.ts'
import { deriveBundle } from './derive-bundle.ts'
import type { OfflineSite, Ran } from './offline-site.ts'

const SLOW_MS = 600_000
/** A program that ends at once in place of the control plane; the commands of its administrator are as they were. */
const BROKEN = { text: "console.error('broken on purpose')\nprocess.exit(1)\n", to: '/app/dist/server/main.js' }

export interface Installed {
  site: OfflineSite
  client: Client
  url: string
}

/** What comes after an installation: backups, a new release, one that does not work, ways back. Work of a user runs all the while. */
export function describeLife(installed: () => Installed): void {
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
      const derive = (version: string, number: number, files: (typeof BROKEN)[]) =>
        deriveBundle(folder, join(home, version), keyFile, { version, counter: counter + number, files })
      newer = await derive('0.1.1', 11, [])
      broken = await derive('0.1.2', 12, [BROKEN])
      running = await startWork(installed())
    }, SLOW_MS)
    afterAll(() => {
      rmSync(home, { recursive: true, force: true })
      // Where the site goes on with the bundle of before, it has not seen a newer one.
      rmSync(join(installed().site.home, 'state/state.json'), { force: true })
    })

    test(
      'a backup is one file, and holds what is there',
      async () => {
        const { client } = installed()
        await client.departments.create({ name: 'before-the-backup' })
        const { bytes } = answer(await airgap(['--json', 'backup', '--to', 'site.backup.age']))
        expect(bytes).toBeGreaterThan(50_000)
        await client.departments.create({ name: 'after-the-backup' })
      },
      SLOW_MS,
    )

    test(
      'an upgrade that is killed in the middle goes on when it is run again; work and agents notice nothing',
      async () => {
        const killed = await installed().site.airgap(['upgrade'], { bundle: newer, killWhen: /waiting until/ })
        expect(killed.code).toBeNull()
        const report = answer(await airgap(['--json', 'upgrade'], newer))
        expect(report).toMatchObject({
          from: '0.1.0',
          to: '0.1.1',
          schema: { before: { drift: [] }, after: { drift: [], pending: [] } },
        })
        expect(report.backup.rows).toBeGreaterThan(20)
        expect(await version()).toBe('0.1.1')
        await expectWorkGoesOn()
        expect(answer(await airgap(['--json', 'upgrade'], newer)).changes).toEqual([])
      },
      SLOW_MS,
    )

    test(
      'a release that does not come up gives its place back, with a sentence why',
      async () => {
        const ran = await timed('upgrade to a broken release', () =>
          installed().site.airgap(['upgrade', '--timeout', '0.5'], { bundle: broken }),
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
        const { site, client } = installed()
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
      'a database that is lost comes back from a backup as it was, and agents come back to it',
      async () => {
        const { site } = installed()
        await airgap(['uninstall', 'backend', '--yes', '--delete-data', 'fairlead'])
        const restored = answer(await airgap(['--json', 'restore', 'site.backup.age']))
        expect(restored.hash).toMatch(/^[0-9a-f]{64}$/)
        expect(restored.ms).toBeGreaterThan(0)
        await expectWorkGoesOn()
        await running.stop()
        expect(readdirSync(site.home)).toContain('backups')
      },
      SLOW_MS,
    )

    /** Runs a command that has to work. */
    async function airgap(args: string[], bundle = folder): Promise<Ran> {
      const older = bundle === folder ? ['--allow-older'] : []
      const step = args.find((arg) => !arg.startsWith('-')) ?? ''
      const ran = await timed(step, () => installed().site.airgap([...older, ...args], { bundle }))
      if (ran.code !== 0) throw new Error(`airgap ${args.join(' ')} ends with ${ran.code}\n${ran.out}\n${ran.err}`)
      return ran
    }

    async function version(): Promise<string> {
      const response = await fetch(`${installed().url}/health`)
      return ((await response.json()) as { version: string }).version
    }

    async function expectWorkGoesOn(): Promise<void> {
      const { client } = installed()
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
async function startWork({ site, client }: Installed): Promise<{ id: string; stop: () => Promise<unknown> }> {
  const inventory = JSON.parse((await site.airgap(['--json', 'inventory'])).out) as {
    images: { role: string; repository: string; digest: string }[]
  }
  const { repository, digest } = inventory.images.find(({ role }) => role === 'agent')!
  const job = await client.jobs.submit({
    project: 'vision',
    name: 'long',
    spec: {
      image: `${site.registry.host}/fairlead/${repository}@${digest}`,
      command: ['node', '--eval', "process.on('SIGTERM', () => process.exit()); setInterval(() => {}, 1000)"],
      resources: { cpu: 0.1, memory: '128Mi' },
    },
  })
  await job.wait({ until: 'running', timeoutMs: 120_000 })
  return { id: await runOf(client), stop: () => job.cancel() }
}

async function runOf(client: Client): Promise<string> {
  const [run] = await client.workloads.runs('long')
  return run!.id
}

interface Answer {
  bytes: number
  ms: number
  hash: string
  from: string
  to: string
  changes: object[]
  backup: { rows: number }
  schema: object
}

function answer({ out }: Ran): Answer {
  return JSON.parse(out) as Answer
}

async function timed<T>(step: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  process.stdout.write(`${JSON.stringify({ e2e: 'airgap', step, ms: Math.round(performance.now() - started) })}\n`)
  return result
}
