import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UpgradeOrder } from '@fairlead/protocol'
import { eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, type SceneCluster } from '../../test/scene.ts'
import { TestAgent } from '../../test/test-agent.ts'
import { agentSessions } from '../db/schema/agent-sessions.ts'
import { agentUpgrades } from '../db/schema/agent-upgrades.ts'
import { GATE_MS, turnUpgrades } from './turn-upgrades.ts'
import type { ClusterUpgrades } from './schemas.ts'

const OURS = `sha256:${'b'.repeat(64)}`
const OLD = `sha256:${'a'.repeat(64)}`
const folder = mkdtempSync(join(tmpdir(), 'fairlead-releases-'))
const releases = join(folder, 'releases.json')
writeFileSync(releases, JSON.stringify([{ version: '0.0.7', digest: OLD, protocol: '1.0' }]))
afterAll(() => rmSync(folder, { recursive: true }))

const plane = useControlPlane({ FAIRLEAD_AGENT_DIGEST: OURS, FAIRLEAD_AGENT_RELEASES_FILE: releases })
const able = { able: true, why: '' }
const image = `mirror.example:5000/fairlead-agent@${OLD}`

async function cluster(says: Record<string, unknown> = {}): Promise<SceneCluster> {
  const made = await addCluster(plane, [])
  made.agent.terminate()
  const agent = await connect(made, { agentVersion: '0.0.7', image, selfUpgrade: able, ...says })
  return { ...made, agent }
}

async function connect(made: SceneCluster, says: Record<string, unknown>): Promise<TestAgent> {
  const agent = await TestAgent.connect(plane.url(), made.id, made.key, { says })
  await eventually('it is known', async () => {
    const { agentVersion } = await upgradesOf(made)
    return agentVersion === says['agentVersion'] ? true : undefined
  })
  return agent
}

async function upgradesOf({ name }: SceneCluster): Promise<ClusterUpgrades> {
  return (await plane.api<ClusterUpgrades & Record<string, unknown>>('GET', `/clusters/${name}/upgrades`)).body
}

async function set({ name }: SceneCluster, body: object) {
  return await plane.api<ClusterUpgrades & { error?: { message: string; hint: string } }>(
    'PATCH',
    `/clusters/${name}/upgrades`,
    body,
  )
}

async function approve({ name }: SceneCluster, body: object = {}) {
  return await plane.api<ClusterUpgrades & { error?: { code: string; message: string; hint: string } }>(
    'POST',
    `/clusters/${name}/upgrade`,
    body,
  )
}

async function orderOf(agent: TestAgent, nth = 0): Promise<{ cmdId: string; order: UpgradeOrder }> {
  const { b } = await agent.until('the order', () => {
    const orders = agent.frames.filter((frame) => frame.t === 'command' && frame.b.verb === 'upgrade')
    const found = orders[nth]
    return found?.t === 'command' ? found : undefined
  })
  return { cmdId: b.cmdId, order: UpgradeOrder.parse(b.args) }
}

async function inState(made: SceneCluster, state: string): Promise<ClusterUpgrades> {
  return await eventually(`the upgrade is ${state}`, async () => {
    const view = await upgradesOf(made)
    return (view.current ?? view.history[0])?.state === state ? view : undefined
  })
}

/** Actions of the audit log on a cluster, oldest first. */
async function auditOf({ id }: SceneCluster): Promise<string[]> {
  const { body } = await plane.api<{ items: { action: string; object: { id: string }; actor: { kind: string } }[] }>(
    'GET',
    '/audit?pageSize=200',
  )
  return body.items
    .filter(({ object, action }) => object.id === id && action.includes('upgrade'))
    .map(({ action, actor }) => `${action} by ${actor.kind}`)
    .toReversed()
}

test('approved, ordered from the mirror of the cluster, reported: an upgrade leaves each step in the audit log', async () => {
  const made = await cluster()
  const before = await upgradesOf(made)
  expect(before).toMatchObject({ skew: 'behind', channel: 'stable', mode: 'manual', window: null, canUpgrade: true })
  expect(before.offer).toMatchObject({ version: plane.plane().app.version, digest: OURS })
  const { status, body } = await approve(made, { version: before.offer?.version })
  expect(status).toBe(201)
  expect(body.current).toMatchObject({ state: 'approved', fromVersion: '0.0.7' })
  await turnUpgrades(plane.plane().app)
  const { cmdId, order } = await orderOf(made.agent)
  expect(order).toMatchObject({ image: `mirror.example:5000/fairlead-agent@${OURS}`, gateMs: GATE_MS })
  made.agent.send('command.result', { cmdId, ok: true, message: 'the new pod is on its way', output: null })
  await eventually('it runs', async () => {
    await turnUpgrades(plane.plane().app)
    return (await upgradesOf(made)).current?.state === 'running' ? true : undefined
  })
  made.agent.terminate()
  const next = await connect(made, {
    agentVersion: plane.plane().app.version,
    image: order.image,
    selfUpgrade: able,
  })
  next.send('upgrade.report', { upgradeId: order.upgradeId, state: 'succeeded', message: 'every check passed' })
  const after = await inState(made, 'succeeded')
  expect(after).toMatchObject({ skew: 'same', offer: null, current: null })
  // Said again, as after each reconnect, it changes nothing.
  next.send('upgrade.report', { upgradeId: order.upgradeId, state: 'failed', message: 'no' })
  next.send('hb', { counter: 9, appliedRev: 0, loopAgeMs: 0, queueDepth: 0 })
  await next.next('hb')
  expect((await upgradesOf(made)).history[0]).toMatchObject({ state: 'succeeded', message: 'every check passed' })
  expect(await auditOf(made)).toEqual([
    'cluster.approve-upgrade by user',
    'cluster.upgrade-begin by system',
    'cluster.upgrade-end by agent',
  ])
  next.close()
})

test('outside of its window an approved upgrade waits, unless somebody says now, or takes it back', async () => {
  const made = await cluster()
  const hour = new Date().getUTCHours()
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const from = `${String((hour + 12) % 24).padStart(2, '0')}:00`
  const { body } = await set(made, { window: { days, from, hours: 1, timeZone: 'UTC' } })
  expect(body).toMatchObject({ windowOpen: false, opensAt: expect.stringMatching(/T\d\d:00:00/) })
  await approve(made)
  await turnUpgrades(plane.plane().app)
  expect((await upgradesOf(made)).current?.state).toBe('approved')
  const cancelled = await plane.api('DELETE', `/clusters/${made.name}/upgrade`)
  expect(cancelled.status).toBe(200)
  await approve(made)
  expect((await approve(made)).body.error).toMatchObject({ code: 'CONFLICT', message: /is under way/ })
  expect((await approve(made, { now: true })).body.current).toMatchObject({ state: 'approved', now: true })
  await turnUpgrades(plane.plane().app)
  await orderOf(made.agent)
  const late = await plane.api<{ error: { message: string } }>('DELETE', `/clusters/${made.name}/upgrade`)
  expect(late.body.error.message).toMatch(/no upgrade of .* waits/)
  made.agent.close()
})

test('what an agent declines is shown with its sentence, and automatic upgrades are not tried again', async () => {
  const made = await cluster()
  await set(made, { mode: 'automatic' })
  await turnUpgrades(plane.plane().app)
  const { cmdId } = await orderOf(made.agent)
  made.agent.send('command.decline', { cmdId, reason: 'policy', message: 'the owner says selfUpgrade: false' })
  await eventually('it is over', async () => {
    await turnUpgrades(plane.plane().app)
    return (await upgradesOf(made)).current === null ? true : undefined
  })
  const [last] = (await upgradesOf(made)).history
  expect(last).toMatchObject({ state: 'declined', approvedBy: null, message: /selfUpgrade: false/ })
  await turnUpgrades(plane.plane().app)
  expect((await upgradesOf(made)).history).toHaveLength(1)
  made.agent.close()
})

test.each([
  [{ selfUpgrade: { able: false, why: 'the policy says selfUpgrade: false' } }, 'the policy says selfUpgrade: false'],
  [{ selfUpgrade: undefined }, 'too old to replace itself: install the chart'],
  [{ agentVersion: '0.1.0', image: `x/agent@${OURS}` }, 'is what the channel stable holds'],
])('an agent that says %o is not upgraded, and it is said why', async (says, sentence) => {
  const made = await cluster(says)
  expect((await upgradesOf(made)).message).toContain(sentence)
  const { status, body } = await approve(made)
  expect([status, body.error?.message]).toEqual([409, expect.stringContaining(sentence)])
  made.agent.close()
})

test('a cluster is pinned to a version that is held, back too; one that nobody has is said to be so', async () => {
  const made = await cluster({ agentVersion: '0.1.0', image: `x/agent@${OURS}` })
  expect((await set(made, { channel: 'pinned', version: '0.0.7' })).body.offer).toMatchObject({ version: '0.0.7' })
  const unknown = await set(made, { channel: 'pinned', version: '0.0.1' })
  expect(unknown.body).toMatchObject({ offer: null, canUpgrade: false, message: /pinned to 0\.0\.1/ })
  const without = await set(await cluster(), { channel: 'pinned' })
  expect([without.status, without.body.error?.message]).toEqual([400, 'the channel pinned needs a version'])
  expect((await set(made, { channel: 'stable', version: '0.0.7' })).status).toBe(400)
  expect((await set(made, { channel: 'stable' })).body).toMatchObject({ channel: 'stable', version: null })
  made.agent.close()
})

test('an upgrade of which nothing is heard is given up, and a late word still counts', async () => {
  const made = await cluster()
  const { body } = await approve(made, { now: true })
  const { db } = plane.plane().app.database.system
  const id = body.current?.id ?? ''
  made.agent.terminate()
  const longAgo = new Date(Date.now() - 3 * GATE_MS)
  await db.update(agentUpgrades).set({ state: 'running', orderedAt: longAgo }).where(eq(agentUpgrades.id, id))
  await made.agent.closed
  await eventually('its session is over', async () => {
    await db.update(agentSessions).set({ leaseUntil: longAgo }).where(eq(agentSessions.clusterId, made.id))
    await turnUpgrades(plane.plane().app)
    return (await upgradesOf(made)).current === null ? true : undefined
  })
  expect((await upgradesOf(made)).history[0]).toMatchObject({ state: 'lost', message: /kubectl get pods/ })
  const back = await connect(made, { agentVersion: '0.0.7', image, selfUpgrade: able })
  back.send('upgrade.report', { upgradeId: id, state: 'failed', message: 'the image cannot be pulled' })
  expect((await inState(made, 'failed')).history[0]?.message).toBe('the image cannot be pulled')
  back.close()
})

test('no agent reports on the upgrade of another cluster', async () => {
  const made = await cluster()
  const other = await cluster()
  const { body } = await approve(made, { now: true })
  const upgradeId = body.current?.id ?? ''
  other.agent.send('upgrade.report', { upgradeId, state: 'succeeded', message: 'done' })
  other.agent.send('hb', { counter: 3, appliedRev: 0, loopAgeMs: 0, queueDepth: 0 })
  await other.agent.next('hb')
  expect((await upgradesOf(made)).current).not.toBeNull()
  made.agent.close()
  other.agent.close()
})
