import { afterAll, beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../../test/database.ts'
import { call, eventually, startPlane, stopPlane, tokenFor, type Call, type Harness } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit } from '../../test/scene.ts'
import type { ControlPlane } from '../control-plane.ts'
import { users } from '../db/schema/users.ts'

const database = useDatabase()
const FAST = { FAIRLEAD_LEADER_LEASE_MS: '2000', FAIRLEAD_AGENT_LEASE_MS: '4000' }
let one: ControlPlane
let two: ControlPlane
let token: string

beforeAll(async () => {
  // Both at once: they must not trip over each other's migration, keys or first admin.
  ;[one, two] = await Promise.all([startPlane(database.url(), FAST), startPlane(database.url(), FAST)])
  const [admin] = await one.app.database.system.db.select().from(users)
  token = await tokenFor(one, admin ?? { id: '', organizationId: '' })
})
afterAll(async () => {
  await stopPlane(two)
})

function through(plane: ControlPlane): Harness {
  const api: Call = (method, path, body, headers) => call(plane, token, method, path, body, headers)
  return {
    plane: () => plane,
    url: () => plane.app.publicUrl,
    api,
    as: () => Promise.reject(new Error('unused')),
    organizationId: () => '',
    token: () => token,
  }
}

async function leaders(): Promise<{ holder: string; epoch: number }> {
  const [row] = await two.app.database.system.sql<
    { holder: string; epoch: string }[]
  >`select holder, epoch::text from leases where expires_at > now()`
  return { holder: row?.holder ?? '', epoch: Number(row?.epoch ?? 0) }
}

test('two replicas share one organization, one admin and one leader', async () => {
  expect(await one.app.database.system.db.select().from(users)).toHaveLength(1)
  const { holder } = await eventually('a leader', async () => ((await leaders()).holder ? await leaders() : undefined))
  expect([one.app.replicaId, two.app.replicaId]).toContain(holder)
})

test('an agent on either replica gets what either replica was asked for, and its logs are read through both', async () => {
  await addProjects(through(one), { team: 8 })
  const onTwo = await addCluster(through(one), [{ name: 'n1', gpus: 8 }], two.app.publicUrl)
  const work = await submit(through(one).api, 'team', 'crossing', { placement: { clusters: [onTwo.name] } })
  const item = await itemOf(onTwo.agent, work.id)
  onTwo.agent.reportRun(item, 'RUNNING', { startedAgoMs: 0 })
  await inPhase(through(one).api, work.id, 'RUNNING')

  for (const plane of [one, two]) {
    const seen = onTwo.agent.frames.length
    const reading = fetch(`${plane.app.publicUrl}/api/v1/workloads/${work.id}/logs`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const open = await onTwo.agent.next('log.open', seen)
    onTwo.agent.send('log.chunk', {
      stream: open.b.stream,
      lines: [{ replica: 0, stream: 'out', text: 'hello from afar' }],
      cursor: 'c1',
    })
    onTwo.agent.send('log.close', { stream: open.b.stream, reason: 'end', message: '' })
    const text = await (await reading).text()
    expect(text).toContain('hello from afar')
    expect(text).toContain('event: end')
  }
  onTwo.agent.reportRun(item, 'SUCCEEDED', { exitCode: 0 })
  await inPhase(through(two).api, work.id, 'SUCCEEDED')
  onTwo.agent.close()
})

test('without a single notification everything still arrives, by the poll', async () => {
  const cluster = await addCluster(through(one), [{ name: 'n2', gpus: 1 }], two.app.publicUrl)
  const { sql } = two.app.database.system
  const silence = one.app.waker.wake.bind(one.app.waker)
  one.app.waker.wake = () => undefined
  const other = two.app.waker.wake.bind(two.app.waker)
  two.app.waker.wake = () => undefined
  const work = await submit(through(one).api, 'team', 'quiet', { placement: { clusters: [cluster.name] } })
  const item = await cluster.agent
    .until('the item, some seconds late', () => [...cluster.agent.items.values()][0])
    .catch(async () => await itemOf(cluster.agent, work.id))
  expect(item.generation).toBe(1)
  one.app.waker.wake = silence
  two.app.waker.wake = other
  expect(await sql`select 1`).toHaveLength(1)
  cluster.agent.close()
})

test('when the leader goes away the other one leads under a higher epoch, and work goes on', async () => {
  const before = await leaders()
  const cluster = await addCluster(through(two), [{ name: 'n3', gpus: 1 }], two.app.publicUrl)
  await stopPlane(one)
  const after = await eventually('the second replica leads', async () => {
    const now = await leaders()
    return now.holder === two.app.replicaId ? now : undefined
  })
  expect(after.epoch).toBeGreaterThanOrEqual(before.epoch)
  if (before.holder === one.app.replicaId) expect(after.epoch).toBeGreaterThan(before.epoch)
  const work = await submit(through(two).api, 'team', 'after', { placement: { clusters: [cluster.name] } })
  await itemOf(cluster.agent, work.id)
  cluster.agent.close()
})
