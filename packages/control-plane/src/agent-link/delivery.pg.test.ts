import { CloseCode, type RunBody } from '@fairlead/protocol'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit } from '../../test/scene.ts'
import { TestAgent } from '../../test/test-agent.ts'
import { agentSessions } from '../db/schema/agent-sessions.ts'
import { clusters } from '../db/schema/clusters.ts'
import { runs } from '../db/schema/runs.ts'

const plane = useControlPlane()
const gpuNode = { name: 'n1', gpus: 8 }

beforeAll(() => addProjects(plane, { vision: 8 }))

test('submitted work is delivered, reported, ended and forgotten, each step with its reason', async () => {
  const { agent, name } = await addCluster(plane, [gpuNode])
  const work = await submit(plane.api, 'vision', 'walk', { resources: { gpu: 2 }, placement: { clusters: [name] } })
  const item = await itemOf(agent, work.id)
  expect((item.body as RunBody).spec).toMatchObject({ nodes: ['n1'], resources: { gpu: 2000 }, command: ['true'] })
  await inPhase(plane.api, work.id, 'ASSIGNED')
  agent.reportRun(item, 'STARTING')
  await inPhase(plane.api, work.id, 'STARTING')
  agent.reportRun(item, 'RUNNING', { startedAgoMs: 0 })
  await inPhase(plane.api, work.id, 'RUNNING')
  agent.reportRun(item, 'SUCCEEDED', { exitCode: 0, finishedAgoMs: 0, reason: 'COMPLETED' })
  expect(await inPhase(plane.api, work.id, 'SUCCEEDED')).toMatchObject({ status: { exitCode: 0 }, cluster: { name } })
  await agent.until('the tombstone', () => (agent.items.has(item.key) ? undefined : true))
  const { body } = await plane.api<{ items: { phase: string }[] }>('GET', `/workloads/${work.id}/timeline`)
  expect(body.items.map((event) => event.phase)).toEqual(['QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'SUCCEEDED'])
  agent.close()
})

test('the first frame after the welcome is a whole snapshot, also when work arrives meanwhile', async () => {
  const cluster = await addCluster(plane, [gpuNode])
  const before = await submit(plane.api, 'vision', 'before', { placement: { clusters: [cluster.name] } })
  await itemOf(cluster.agent, before.id)
  cluster.agent.terminate()
  const again = TestAgent.connect(plane.url(), cluster.id, cluster.key)
  const meanwhile = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      submit(plane.api, 'vision', `meanwhile-${index}`, {
        resources: { cpu: '10m' },
        placement: { clusters: [cluster.name] },
      }),
    ),
  )
  const agent = await again
  for (const work of [before, ...meanwhile]) await itemOf(agent, work.id)
  expect(agent.frames.find((frame) => frame.t.startsWith('desired.'))?.t).toBe('desired.begin')
  agent.close()
})

test('an agent that has everything is sent nothing, one that has fallen behind only the difference', async () => {
  const cluster = await addCluster(plane, [gpuNode])
  const first = await submit(plane.api, 'vision', 'first', { placement: { clusters: [cluster.name] } })
  await itemOf(cluster.agent, first.id)
  const had = { rev: cluster.agent.rev, items: [...cluster.agent.items.values()] }
  cluster.agent.terminate()
  const { digestOf } = await import('@fairlead/protocol')
  const still = await TestAgent.connect(plane.url(), cluster.id, cluster.key, {
    appliedRev: had.rev,
    digest: digestOf(had.items),
  })
  for (const item of had.items) still.items.set(item.key, item)
  const second = await submit(plane.api, 'vision', 'second', { placement: { clusters: [cluster.name] } })
  await itemOf(still, second.id)
  expect(still.frames.map((frame) => frame.t).filter((t) => t.startsWith('desired.'))).toEqual(['desired.delta'])
  still.close()
})

test('an agent whose memory is wrong is handed the whole truth', async () => {
  const cluster = await addCluster(plane, [gpuNode])
  const work = await submit(plane.api, 'vision', 'truth', { placement: { clusters: [cluster.name] } })
  await itemOf(cluster.agent, work.id)
  const { rev } = cluster.agent
  cluster.agent.terminate()
  const agent = await TestAgent.connect(plane.url(), cluster.id, cluster.key, {
    appliedRev: rev,
    digest: 'not-what-it-should-be',
  })
  await agent.next('desired.end')
  await itemOf(agent, work.id)
  agent.close()
})

test('a database that was restored from a backup goes past its agents and never rolls them back silently', async () => {
  const cluster = await addCluster(plane, [gpuNode])
  cluster.agent.terminate()
  const agent = await TestAgent.connect(plane.url(), cluster.id, cluster.key, { appliedRev: 5_000, digest: 'x' })
  const end = await agent.next('desired.end')
  expect(end.b.rev).toBeGreaterThan(5_000)
  const [row] = await plane.plane().app.database.system.db.select().from(clusters).where(eq(clusters.id, cluster.id))
  expect(row?.desiredRev).toBe(end.b.rev)
  agent.close()
})

test('work that a cluster declines goes back to the queue with the reason, and that cluster is left alone with it', async () => {
  const cluster = await addCluster(plane, [gpuNode])
  const work = await submit(plane.api, 'vision', 'declined', { placement: { clusters: [cluster.name] } })
  const item = await itemOf(cluster.agent, work.id)
  cluster.agent.send('applied', {
    rev: cluster.agent.rev,
    digest: '',
    failures: [
      {
        kind: 'run',
        key: item.key,
        generation: item.generation,
        code: 'NO_ROOM',
        message: 'the disk is full',
        retryable: true,
      },
    ],
  })
  await inPhase(plane.api, work.id, 'QUEUED')
  const { body } = await plane.api<{ items: { message: string; reason: string }[] }>(
    'GET',
    `/workloads/${work.id}/timeline`,
  )
  expect(body.items.at(-1)).toMatchObject({
    reason: 'DECLINED',
    message: 'declined by the cluster: NO_ROOM: the disk is full; back in the queue',
  })
  const other = await addCluster(plane, [gpuNode])
  await plane.api('POST', `/workloads/${work.id}/cancel`)
  cluster.agent.close()
  other.agent.close()
})

test('reports that are older, of another generation or about a run that has ended change nothing', async () => {
  const { agent, name } = await addCluster(plane, [gpuNode])
  const work = await submit(plane.api, 'vision', 'stale', { placement: { clusters: [name] } })
  const item = await itemOf(agent, work.id)
  agent.reportRun(item, 'RUNNING', { startedAgoMs: 0 })
  await inPhase(plane.api, work.id, 'RUNNING')
  agent.send('status.delta', {
    bootId: agent.bootId,
    items: [{ kind: 'run', key: item.key, generation: item.generation, seq: 1, phase: 'STARTING' }],
  })
  agent.reportRun({ ...item, generation: item.generation + 1 }, 'FAILED', { exitCode: 1 })
  agent.reportRun({ ...item, generation: item.generation - 1 }, 'FAILED', { exitCode: 1 })
  agent.reportRun(item, 'SUCCEEDED', { exitCode: 0 })
  await inPhase(plane.api, work.id, 'SUCCEEDED')
  agent.reportRun(item, 'FAILED', { exitCode: 9 })
  agent.reportRun(item, 'RUNNING')
  agent.reportNodes([{ name: 'marker' }])
  await eventually('the later report was processed', async () => {
    const { body } = await plane.api<{ items: { name: string }[] }>('GET', `/nodes?cluster=${name}`)
    return body.items.some((node) => node.name === 'marker') ? true : undefined
  })
  expect((await inPhase(plane.api, work.id, 'SUCCEEDED')).status.exitCode).toBe(0)
  agent.close()
})

test("an agent cannot touch another cluster's run", async () => {
  const [mine, theirs] = [await addCluster(plane, [gpuNode]), await addCluster(plane, [gpuNode])]
  const work = await submit(plane.api, 'vision', 'theirs', { placement: { clusters: [theirs.name] } })
  const item = await itemOf(theirs.agent, work.id)
  mine.agent.reportRun(item, 'FAILED', { exitCode: 1 })
  mine.agent.send('applied', {
    rev: 0,
    digest: '',
    failures: [{ kind: 'run', key: item.key, generation: item.generation, code: 'X', message: 'x', retryable: false }],
  })
  mine.agent.reportNodes([{ name: 'marker' }])
  await eventually('the later report was processed', async () => {
    const { body } = await plane.api<{ items: { name: string }[] }>('GET', `/nodes?cluster=${mine.name}`)
    return body.items.some((node) => node.name === 'marker') ? true : undefined
  })
  expect((await plane.api<{ status: { phase: string } }>('GET', `/workloads/${work.id}`)).body.status.phase).toBe(
    'ASSIGNED',
  )
  mine.agent.close()
  theirs.agent.close()
})

test('cancelling tells the cluster and waits for its word; a run that still succeeds has succeeded', async () => {
  const { agent, name } = await addCluster(plane, [gpuNode])
  const placement = { placement: { clusters: [name] } }
  const [one, two] = [
    await submit(plane.api, 'vision', 'one', placement),
    await submit(plane.api, 'vision', 'two', placement),
  ]
  for (const work of [one, two]) agent.reportRun(await itemOf(agent, work.id), 'RUNNING', { startedAgoMs: 0 })
  for (const work of [one, two]) {
    await inPhase(plane.api, work.id, 'RUNNING')
    expect(
      (await plane.api<{ status: { phase: string } }>('POST', `/workloads/${work.id}/cancel`)).body.status.phase,
    ).toBe('CANCELLING')
    expect((await plane.api('POST', `/workloads/${work.id}/cancel`)).status).toBe(200)
  }
  const stopped = await itemOf(agent, one.id, 'stopped')
  expect((stopped.body as RunBody).stop?.reason).toBe('USER_CANCEL')
  agent.reportRun(stopped, 'CANCELLED', { reason: 'USER_CANCEL', exitCode: 143 })
  agent.reportRun(await itemOf(agent, two.id, 'stopped'), 'SUCCEEDED', { exitCode: 0 })
  await inPhase(plane.api, one.id, 'CANCELLED')
  await inPhase(plane.api, two.id, 'SUCCEEDED')
  agent.close()
})

test('stopped work is kept, resumed work runs again as a new generation', async () => {
  const { agent, name } = await addCluster(plane, [gpuNode])
  const work = await submit(plane.api, 'vision', 'pause', { placement: { clusters: [name] } })
  const first = await itemOf(agent, work.id)
  agent.reportRun(first, 'RUNNING', { startedAgoMs: 0 })
  await inPhase(plane.api, work.id, 'RUNNING')
  await plane.api('POST', `/workloads/${work.id}/stop`)
  agent.reportRun(await itemOf(agent, work.id, 'stopped'), 'CANCELLED', { reason: 'SUSPENDED' })
  await inPhase(plane.api, work.id, 'SUSPENDED')
  await plane.api('POST', `/workloads/${work.id}/resume`)
  const second = await agent.until('a new run', () => [...agent.items.values()].find((item) => item.key !== first.key))
  expect(second.generation).toBe(first.generation + 1)
  agent.close()
})

test('a newer connection of the same cluster takes over, and the older one is let go', async () => {
  const cluster = await addCluster(plane, [gpuNode])
  const newer = await TestAgent.connect(plane.url(), cluster.id, cluster.key)
  expect((await cluster.agent.closed).code).toBe(4409)
  const work = await submit(plane.api, 'vision', 'newer', { placement: { clusters: [cluster.name] } })
  newer.reportNodes([gpuNode])
  await itemOf(newer, work.id)
  newer.close()
})

test('a full report makes nodes that it does not name go away', async () => {
  const { agent, name } = await addCluster(plane, [{ name: 'stays' }, { name: 'goes' }])
  const stays = {
    kind: 'node' as const,
    key: 'stays',
    seq: 100,
    ready: true,
    capacity: { cpu: 1000 },
    allocatable: { cpu: 1000 },
  }
  agent.send('status.begin', { bootId: agent.bootId, pages: 1 })
  agent.send('status.page', { bootId: agent.bootId, page: 1, items: [stays] })
  agent.send('status.end', { bootId: agent.bootId, count: 1 })
  await eventually('one node is left', async () => {
    const { body } = await plane.api<{ items: { name: string }[] }>('GET', `/nodes?cluster=${name}`)
    return body.items.length === 1 && body.items[0]?.name === 'stays' ? true : undefined
  })
  agent.close()
})

test('a gang of many replicas and a burst of work travel in frames of bounded size', async () => {
  const { agent, name } = await addCluster(plane, [{ name: 'big', cpu: 10_000_000, memory: 10_000_000 }])
  const filler = 'x'.repeat(8_000)
  const workloads = Array.from({ length: 200 }, (_, index) => ({
    project: 'vision',
    name: `burst-${index}`,
    spec: { command: ['echo', filler], resources: { cpu: '10m', memory: '1Mi' }, placement: { clusters: [name] } },
  }))
  expect((await plane.api('POST', '/workload-batches', { workloads })).status).toBe(201)
  await agent.untilItems(200)
  const { db } = plane.plane().app.database.system
  expect(
    await db
      .select()
      .from(runs)
      .where(eq(runs.clusterId, clusterIdOf(agent))),
  ).toHaveLength(200)
  agent.close()
})

function clusterIdOf(agent: TestAgent): string {
  const welcome = agent.frames.find((frame) => frame.t === 'welcome')
  return welcome?.t === 'welcome' ? welcome.b.clusterId : ''
}

test('an agent that keeps what it was told to remove is obeyed only when a person confirms', async () => {
  const cluster = await addCluster(plane, [gpuNode])
  cluster.agent.send('error', { code: 'limit', message: 'this would remove 40 of 50 runs', fatal: false })
  await eventually('the refusal shows', async () => {
    const { body } = await plane.api<{ health: string; healthMessage: string }>('GET', `/clusters/${cluster.name}`)
    return body.health === 'degraded' && body.healthMessage.includes('40 of 50') ? true : undefined
  })
  const seen = cluster.agent.frames.length
  expect((await plane.api('POST', `/clusters/${cluster.name}/confirm-prune`, {})).status).toBe(200)
  expect((await cluster.agent.next('desired.end', seen)).b.confirmPrune).toBe(true)
  const again = await plane.api('POST', `/clusters/${cluster.name}/confirm-prune`, {})
  expect(again.status).toBe(409)
  cluster.agent.close()
})

test('a session whose row was swept while its lease could not be renewed is sent away to come again', async () => {
  const { agent, id } = await addCluster(plane, [gpuNode])
  await plane.plane().app.database.system.db.delete(agentSessions).where(eq(agentSessions.clusterId, id))
  expect((await agent.closed).code).toBe(CloseCode.restart)
})
