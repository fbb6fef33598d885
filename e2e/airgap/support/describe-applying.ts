import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execInPod } from '@fairlead/rig/cluster/talk-to-pod'
import { Client } from '@fairlead/sdk'
import { expect, inject, test } from 'vitest'
import { until } from '../../../tools/processes/child.ts'
import { ADMIN } from '../../console/support/people.ts'
import { documented } from './document.ts'
import { answer, generations, runInstaller, SILENCE, SLOW_MS, USE_MS, type Installation } from './installation.ts'
import type { OfflineSite } from './offline-site.ts'
import { print, timed } from './tell.ts'

/** The control plane, its first admin, a cluster, and the first work. */
export function describeApplying(installed: Installation): void {
  const { folder } = inject('bundle')

  test(
    'apply that is killed in the middle goes on when it is run again, and prints the link for the first admin',
    async () => {
      const { site, url } = installed
      const killed = await timed('apply backend, killed', () =>
        site.airgap(['apply', 'backend'], { killWhen: /chart fairlead/ }),
      )
      expect(killed.code).toBeNull()
      const applied = answer(
        await timed('apply backend', () => runInstaller(installed, '--json', ...documented(folder, 'apply backend'))),
      )
      for (const { step, ms } of applied.steps) print(`  ${step}`, { ms })
      expect(applied.url).toBe(url)
      expect(applied.adminLink).toMatch(new RegExp(`^${url}/setup#`))
      installed.adminLink = applied.adminLink ?? ''
    },
    SLOW_MS,
  )

  test(
    'apply again changes nothing',
    async () => {
      const before = await generations(installed, 'fairlead')
      const again = answer(
        await timed('apply backend again', () => runInstaller(installed, '--json', 'apply', 'backend')),
      )
      expect(again.changes).toEqual([])
      expect(again.adminLink).toBeUndefined()
      expect(await generations(installed, 'fairlead')).toEqual(before)
    },
    SLOW_MS,
  )

  test(
    'the link makes the first admin, once',
    async () => {
      const { site, url, adminLink } = installed
      const seen = await timed('first admin', () => site.browse({ do: 'set up', link: adminLink }))
      expect(seen.trouble).toEqual([])
      expect(await redeem(adminLink)).toBe(false)
      const token = await makeToken(site)
      const client = new Client({ url, token })
      Object.assign(installed, { token, client })
      await client.departments.create({ name: 'research' })
      await client.projects.create({ name: 'vision', department: 'research' })
    },
    SLOW_MS,
  )

  test(
    'the cluster joins with two more commands',
    async () => {
      const { site, client } = installed
      const { join: invitation } = await client.clusters.create({ name: 'first' })
      writeFileSync(join(site.home, 'join-token'), `${invitation.token}\n`, { mode: 0o600 })
      const inside = documented(folder, 'prepare cluster')
      const { checks } = answer(
        await timed('prepare cluster', () => runInstaller(installed, '--json', ...inside, ...SILENCE)),
      )
      const looked = checks.filter(({ id }) => /^(A\d|R8)$/.test(id))
      expect(looked.filter(({ result }) => result === 'fail')).toEqual([])
      expect(looked.map(({ id }) => id)).toEqual(expect.arrayContaining(['R8', 'A1', 'A2', 'A3', 'A4', 'A5']))
      answer(
        await timed('apply cluster', () => runInstaller(installed, '--json', ...documented(folder, 'apply cluster'))),
      )
      await timed('contact', () =>
        until(
          'the cluster is in contact with its node known',
          async () => {
            const found = await client.clusters.get('first')
            return found.connected && found.nodes.ready > 0 ? true : undefined
          },
          90_000,
        ),
      )
      const again = answer(
        await timed('apply cluster again', () => runInstaller(installed, '--json', 'apply', 'cluster')),
      )
      expect(again.changes).toEqual([])
    },
    SLOW_MS,
  )

  test(
    'the first workload runs to its end, from the registry of the site',
    async () => {
      const { site, client } = installed
      const agent = JSON.parse((await runInstaller(installed, '--json', 'inventory')).out) as {
        images: { role: string; repository: string; digest: string }[]
      }
      const { repository, digest } = agent.images.find(({ role }) => role === 'agent')!
      const image = `${site.registry.host}/fairlead/${repository}@${digest}`
      installed.image = image
      const job = await client.jobs.submit({
        project: 'vision',
        name: 'first',
        spec: {
          image,
          command: ['node', '--eval', 'console.log(6 * 7)'],
          resources: { cpu: 0.1, memory: '128Mi' },
        },
      })
      await timed('first workload', () => job.wait({ until: 'finished', timeoutMs: 120_000 }))
      expect(job.status).toMatchObject({ phase: 'SUCCEEDED' })
    },
    SLOW_MS,
  )

  test(
    'in a browser at the site the console takes the admin in, shows the first workload as done and hands out files, and asks nobody else',
    async () => {
      const { site, url } = installed
      const before = site.calls().all.length
      const seen = await timed('console', () => site.browse({ do: 'look around', url, workload: 'first' }))
      print('console, seen', { requests: seen.requests })
      expect(seen.requests).toBeGreaterThan(10)
      expect(seen.trouble).toEqual([])
      const { all, out } = site.calls()
      expect(all.length).toBeGreaterThan(before)
      expect(out).toEqual([])
      expect(site.gap.dropped()).toBe(0)
    },
    SLOW_MS,
  )
}

/** Answers a one-time link again, as its page would. */
async function redeem(link: string): Promise<boolean> {
  const { origin, hash } = new URL(link)
  const { ok } = await fetch(`${origin}/api/v1/setup-links/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ link: hash.slice(1), ...ADMIN }),
  })
  return ok
}

/** As the owner of the database makes one in a replica. */
async function makeToken(site: OfflineSite): Promise<string> {
  const { client: kube } = site.cluster
  const labelSelector = 'app.kubernetes.io/component=control-plane'
  const { items } = await kube.core.listNamespacedPod({ namespace: 'fairlead', labelSelector })
  const pod = { name: items[0]?.metadata?.name ?? '', namespace: 'fairlead', container: 'control-plane' }
  const { stdout, stderr } = await execInPod(kube, pod, [
    '/usr/local/bin/node',
    '/app/dist/server/admin.js',
    'token',
    '--name',
    'e2e',
    // It outlives the use of the site and all that comes after.
    '--minutes',
    String(Math.min(1440, Math.ceil(USE_MS / 60_000) + 240)),
  ])
  if (stdout.trim() === '') throw new Error(stderr)
  return stdout.trim()
}
