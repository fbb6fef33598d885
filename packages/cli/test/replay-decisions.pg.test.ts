import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { users } from '../../control-plane/src/db/schema/users.ts'
import { eventually, tokenFor, useControlPlane } from '../../control-plane/test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit } from '../../control-plane/test/scene.ts'
import type { DecisionReplay } from '../src/replay/replay-decisions.ts'
import { fairlead, type Ran } from './fake-host.ts'

const plane = useControlPlane()
let env: Record<string, string>
const folder = mkdtempSync(join(tmpdir(), 'fairlead-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...argv: string[]): Promise<Ran> => fairlead(argv, { env, now: Date.now() })
async function replay(...argv: string[]): Promise<{ code: number; result: DecisionReplay }> {
  const { code, out } = await run('replay', '--decisions', ...argv, '-o', 'json')
  return { code, result: JSON.parse(out) as DecisionReplay }
}

/** Borrowing, reclaiming, preempting, ends, refusals and a change of leaders: everything that a log has to live through. */
beforeAll(async () => {
  const { app } = plane.plane()
  const [admin] = await app.database.system.db.select().from(users)
  env = {
    FAIRLEAD_URL: plane.url(),
    FAIRLEAD_TOKEN: await tokenFor(plane.plane(), admin ?? { id: '', organizationId: '' }),
    XDG_CONFIG_HOME: folder,
  }
  await addProjects(plane, { owner: 4, borrower: 4 })
  const { agent } = await addCluster(plane, [{ name: 'gpu-1', gpus: 8 }])
  const resources = { gpu: 1, cpu: '10m' }
  for (const epoch of [1, 2]) {
    const borrowed: Awaited<ReturnType<typeof submit>>[] = []
    // One after the other: the first eight get the room.
    for (let index = 0; index < 12; index += 1) {
      borrowed.push(await submit(plane.api, 'borrower', `b-${epoch}-${index}`, { resources }))
    }
    const first = borrowed.slice(0, 8)
    for (const work of first) agent.reportRun(await itemOf(agent, work.id), 'RUNNING', { startedAgoMs: 5 })
    for (const work of first) await inPhase(plane.api, work.id, 'RUNNING')
    const owned = await submit(plane.api, 'owner', `mine-${epoch}`, { resources: { gpu: 2, cpu: '10m' } })
    await submit(plane.api, 'owner', `giant-${epoch}`, { resources: { gpu: 64 } })
    const stopped = await agent.until('two stopped items', () => {
      const items = [...agent.items.values()].filter((item) => (item.body as { state: string }).state === 'stopped')
      return items.length >= 2 ? items : undefined
    })
    for (const item of stopped) agent.reportRun(item, 'CANCELLED', { reason: 'PREEMPTED' })
    agent.reportRun(await itemOf(agent, owned.id), 'RUNNING', { startedAgoMs: 0 })
    await inPhase(plane.api, owned.id, 'RUNNING')
    for (const work of [...borrowed, owned]) await plane.api('POST', `/workloads/${work.id}/cancel`)
    for (const item of agent.items.values()) agent.reportRun(item, 'CANCELLED', { reason: 'USER_CANCEL' })
    for (const work of [...borrowed, owned]) await inPhase(plane.api, work.id, 'CANCELLED')
    await app.database.system.sql`update leases set epoch = epoch + 1 where name = 'scheduler'`
  }
  const last = await submit(plane.api, 'owner', 'after', { resources })
  agent.reportRun(await itemOf(agent, last.id), 'RUNNING', { startedAgoMs: 0 })
  await inPhase(plane.api, last.id, 'RUNNING')
})

test('every round that decided something is planned again bit for bit', async () => {
  const { code, result } = await replay('--since', '24h')
  expect(result.differences).toEqual([])
  expect(code).toBe(0)
  expect(result).toMatchObject({ skipped: 0, otherReleases: [] })
  expect(result.decisions).toBeGreaterThan(20)
  expect(result.sections).toBeGreaterThanOrEqual(3)
  const [logged] = await plane.plane().app.database.system.sql<{ rounds: number; logged: number }[]>`
    select (select count(*)::int from rounds) as rounds, (select count(*)::int from decision_log where kind = 'round') as logged`
  expect(logged).toEqual({ rounds: result.rounds, logged: result.rounds })
  expect((await run('replay', '--decisions', '--no-color')).out).toMatch(
    /rounds with \d+ decisions planned again .*\n0 differences\n$/,
  )
})

test('one damaged byte is found, and so is one decision that is not the plan’s', async () => {
  const { sql } = plane.plane().app.database.system
  const [entry] = await sql<{ id: string; payload: Buffer; plan_sha256: string }[]>`
    select id::text, payload, plan_sha256 from decision_log where kind = 'round' order by decision_log.id offset 1 limit 1`
  if (!entry) throw new Error('there are rounds')
  await sql`update decision_log set payload = set_byte(payload, octet_length(payload) / 2, (get_byte(payload, octet_length(payload) / 2) + 1) % 256)
            where id = ${entry.id}`
  const damaged = await replay()
  expect(damaged.code).toBe(1)
  expect(damaged.result.differences).toMatchObject([{ entry: Number(entry.id) }])
  expect(damaged.result.differences[0]?.message).toContain('damaged')
  expect(damaged.result.skipped).toBeGreaterThan(0)

  await sql`update decision_log set payload = ${entry.payload}, plan_sha256 = ${'0'.repeat(64)} where id = ${entry.id}`
  const other = await replay()
  expect(other.code).toBe(1)
  expect(other.result.differences).toMatchObject([{ entry: Number(entry.id) }])
  await sql`update decision_log set plan_sha256 = ${entry.plan_sha256} where id = ${entry.id}`
  expect((await replay()).code).toBe(0)
})

test('a log that was written to a file is replayed without a control plane', async () => {
  const { body } = await plane.api<{ items: unknown[]; nextPageToken: string | null }>(
    'GET',
    '/decisions?pageSize=1000',
  )
  expect(body.nextPageToken).toBeNull()
  const file = join(folder, 'log.jsonl')
  writeFileSync(file, body.items.map((item) => `${JSON.stringify(item)}\n`).join(''))
  const { code, out } = await fairlead(['replay', '--decisions', file, '-o', 'json'], { env: {} })
  expect(code).toBe(0)
  expect((JSON.parse(out) as DecisionReplay).rounds).toBeGreaterThan(5)
  writeFileSync(file, '{"id"\n')
  const broken = await fairlead(['replay', '--decisions', file], { env: {} })
  expect(broken).toMatchObject({ code: 2 })
  expect(broken.err).toContain(`${file}:1`)
})

test('pages follow each other without a gap', async () => {
  const seen: number[] = []
  let token: string | null = ''
  while (token !== null) {
    const path: string = `/decisions?pageSize=3${token === '' ? '' : `&pageToken=${token}`}`
    const { body }: { body: { items: { id: number }[]; nextPageToken: string | null } } = await plane.api('GET', path)
    seen.push(...body.items.map(({ id }) => id))
    token = body.nextPageToken
  }
  const rows = await plane.plane().app.database.system.sql<
    { id: number }[]
  >`select id::int from decision_log order by 1`
  expect(seen).toEqual(rows.map(({ id }) => id))
})

test('where there is another organization, its work is nobody else’s to read', async () => {
  const { sql } = plane.plane().app.database.system
  await sql`insert into organizations (id, name, display_name) values (gen_random_uuid(), 'other', 'Other')`
  const { code, err } = await run('replay', '--decisions')
  expect(code).toBe(5)
  expect(err).toContain('other organizations')
  await eventually('it is gone', async () =>
    (await sql`delete from organizations where name = 'other'`).count === 1 ? true : undefined,
  )
})
