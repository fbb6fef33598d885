import type { Plan } from '@fairlead/scheduler'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../test/scene.ts'
import { TestAgent } from '../../test/test-agent.ts'
import { clusters } from '../db/schema/clusters.ts'
import { rounds } from '../db/schema/rounds.ts'
import { runs } from '../db/schema/runs.ts'
import { must } from '../lib/invariant.ts'
import { projects } from '../db/schema/projects.ts'
import { workloads } from '../db/schema/workloads.ts'
import { inSystem } from '../db/tx.ts'
import { newId } from '../lib/ids.ts'
import { commitPlan } from './commit-plan.ts'
import { assignWorkloads } from './internal/assign-workloads.ts'
import { LeadershipLost } from './require-leadership.ts'
import { giveUpLostRuns } from './give-up-lost-runs.ts'

const plane = useControlPlane({ FAIRLEAD_AGENT_LEASE_MS: '2000' })
let cluster: SceneCluster

beforeAll(async () => {
  await addProjects(plane, { owner: 4, borrower: 4 })
  cluster = await addCluster(plane, [{ name: 'gpu-1', gpus: 8 }])
})

test('what was borrowed goes back to its owner, and everybody is told why', async () => {
  const { agent } = cluster
  const borrowed = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      submit(plane.api, 'borrower', `b-${index}`, { resources: { gpu: 1, cpu: '10m' } }),
    ),
  )
  for (const work of borrowed) agent.reportRun(await itemOf(agent, work.id), 'RUNNING', { startedAgoMs: 5 })
  for (const work of borrowed) await inPhase(plane.api, work.id, 'RUNNING')

  const owned = await submit(plane.api, 'owner', 'mine', { resources: { gpu: 2, cpu: '10m' } })
  const stopped = await agent.until('two stopped items', () => {
    const items = [...agent.items.values()].filter((item) => (item.body as { state: string }).state === 'stopped')
    return items.length >= 2 ? items : undefined
  })
  expect(stopped).toHaveLength(2)
  expect((await plane.api<{ status: { phase: string } }>('GET', `/workloads/${owned.id}`)).body.status.phase).toBe(
    'QUEUED',
  )
  for (const item of stopped) agent.reportRun(item, 'CANCELLED', { reason: 'PREEMPTED' })
  agent.reportRun(await itemOf(agent, owned.id), 'RUNNING', { startedAgoMs: 0 })
  await inPhase(plane.api, owned.id, 'RUNNING')

  const victimBody = must(stopped[0], 'two were stopped').body as { spec: { workload: { id: string } } }
  const victim = victimBody.spec.workload.id
  expect(await inPhase(plane.api, victim, 'QUEUED')).toMatchObject({ preemptions: 1 })
  const { body } = await plane.api<{ items: { preemptedFor: { name: string; project: string } }[] }>(
    'GET',
    `/workloads/${victim}/runs`,
  )
  expect(body.items[0]?.preemptedFor).toEqual({ id: owned.id, name: 'mine', project: 'owner' })
  const timeline = await plane.api<{ items: { reason: string; message: string }[] }>(
    'GET',
    `/workloads/${victim}/timeline`,
  )
  expect(timeline.body.items.find((event) => event.reason === 'PREEMPTED')?.message).toContain(
    'the project owner is owed this room',
  )
  for (const work of [...borrowed, owned]) await plane.api('POST', `/workloads/${work.id}/cancel`)
  for (const item of agent.items.values()) agent.reportRun(item, 'CANCELLED', { reason: 'USER_CANCEL' })
})

test('a leader of an older epoch writes nothing', async () => {
  const { app } = plane.plane()
  const work = await submit(plane.api, 'owner', 'fenced', { resources: { gpu: 64 } })
  const plan: Plan = {
    now: 0,
    assignments: [
      {
        workloadId: work.id,
        clusterId: cluster.id,
        nodeIds: [],
        poolId: '',
        shareBefore: 0,
        shareAfter: 0,
        borrowed: false,
      },
    ],
    preemptions: [],
    nominations: [],
    withdrawnNominations: [],
    waits: new Map(),
    standings: [],
    counts: { considered: 0, placed: 0, preempted: 0, waiting: 0, classesExplained: 0 },
  }
  const before = await app.database.system.db.select().from(rounds)
  for (const wrong of [
    { epoch: 0, holder: app.replicaId },
    { epoch: 1, holder: 'somebody else' },
  ]) {
    await expect(
      commitPlan(app, { plan, planMicros: 1, classKeys: {}, nodeName: (id) => id, ...wrong }),
    ).rejects.toBeInstanceOf(LeadershipLost)
  }
  expect(await app.database.system.db.select().from(rounds)).toHaveLength(before.length)
  expect((await plane.api<{ status: { phase: string } }>('GET', `/workloads/${work.id}`)).body.status.phase).toBe(
    'QUEUED',
  )
  await plane.api('POST', `/workloads/${work.id}/cancel`)
})

test('the reason for waiting is a sentence with numbers, and says when waiting is no use', async () => {
  const work = await submit(plane.api, 'owner', 'giant', { resources: { gpu: 64 } })
  const why = await eventually('an explanation', async () => {
    const { body } = await plane.api<{ headline: string; permanent: boolean; gates: unknown[]; round: unknown }>(
      'GET',
      `/workloads/${work.id}/why`,
    )
    return body.round ? body : undefined
  })
  expect(why.headline).toMatch(/64/)
  expect(why.permanent).toBe(true)
  expect(why.gates.length).toBeGreaterThan(2)
  await plane.api('POST', `/workloads/${work.id}/cancel`)
})

test('work of a silent cluster is given up only after the time its project allows, and then runs elsewhere', async () => {
  const { app } = plane.plane()
  const lost = await addCluster(plane, [{ name: 'far-1', gpus: 1 }])
  const work = await submit(plane.api, 'owner', 'survivor', {
    resources: { gpu: 1 },
    placement: { clusters: [lost.name] },
  })
  const item = await itemOf(lost.agent, work.id)
  lost.agent.reportRun(item, 'RUNNING', { startedAgoMs: 0 })
  await inPhase(plane.api, work.id, 'RUNNING')
  lost.agent.terminate()
  await eventually(
    'the cluster shows as offline',
    async () => {
      const { body } = await plane.api<{ connected: boolean }>('GET', `/clusters/${lost.name}`)
      return body.connected ? undefined : true
    },
    20_000,
  )
  const stale = await inPhase(plane.api, work.id, 'RUNNING')
  expect(stale.status.connected).toBe(false)

  const { db } = app.database.system
  await db
    .update(clusters)
    .set({ lastSeenAt: new Date(Date.now() - 600_000) })
    .where(eq(clusters.id, lost.id))
  expect(await giveUpLostRuns(app, 0)).toBe(0)
  await db.update(projects).set({ lostAfterSeconds: 60 }).where(eq(projects.name, 'owner'))
  // We have listened for less than a minute: the silence may be ours.
  expect(await giveUpLostRuns(app, Date.now() - 30_000)).toBe(0)
  expect(await giveUpLostRuns(app, 0)).toBe(1)
  await inPhase(plane.api, work.id, 'QUEUED')

  const back = await TestAgent.connect(plane.url(), lost.id, lost.key)
  back.reportRun(item, 'SUCCEEDED', { exitCode: 0 })
  await eventually('the late report is recorded', async () => {
    const { body } = await plane.api<{ items: { reason: string }[] }>('GET', `/workloads/${work.id}/timeline`)
    return body.items.some((event) => event.reason === 'LATE_REPORT') ? true : undefined
  })
  const [first] = await db.select().from(runs).where(eq(runs.id, item.key))
  expect(first).toMatchObject({ phase: 'FAILED', reason: 'CLUSTER_LOST' })
  back.close()
  await plane.api('POST', `/workloads/${work.id}/cancel`)
})

test('a plan for what a workload asked before it was changed is not carried out', async () => {
  const work = await submit(plane.api, 'owner', 'racing', { resources: { gpu: 64 } })
  const { app } = plane.plane()
  const read = async () => {
    const [row] = await app.database.system.db.select().from(workloads).where(eq(workloads.id, work.id))
    return must(row, 'it was submitted')
  }
  const planned = await read()
  await plane.api('PATCH', `/workloads/${work.id}`, { spec: { resources: { gpu: 72 } } })
  const assignment = {
    workloadId: work.id,
    runId: newId(),
    clusterId: cluster.id,
    poolId: planned.nodePoolId,
    nodeIds: [],
    nodeNames: [],
    shareBefore: 0,
    shareAfter: 0,
    borrowed: false,
  }
  const assign = (classKey: string) => inSystem(app, (tx) => assignWorkloads(tx, 0, [{ ...assignment, classKey }]))
  expect(await assign(planned.classKey)).toEqual([])
  expect((await read()).phase).toBe('QUEUED')
  expect(await assign((await read()).classKey)).toEqual([work.id])
  await plane.api('POST', `/workloads/${work.id}/cancel`)
})
