import { beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../../test/database.ts'
import { call, eventually, startPlane, stopPlane, tokenFor, useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../test/scene.ts'
import { users } from '../db/schema/users.ts'

const plane = useControlPlane()
let small: SceneCluster
let large: SceneCluster

interface Outlook {
  outcome: string
  headline: string
  permanent: boolean
  nodes: string[]
  cluster: { name: string } | null
  preemptions: { project: string; count: number; workloads: string[] }[]
}
interface Offer {
  cluster: { name: string }
  now: number
  afterPreemption: number
  preemptions: number
  reason: string | null
  start: { p50: string | null; p90: string | null; samples: number } | null
}

async function outlookOf(project: string, spec: Record<string, unknown>, api = plane.api): Promise<Outlook> {
  const { status, body } = await api<{ outlook: Outlook }>('POST', '/workload-previews', {
    project,
    spec: { command: ['true'], ...spec },
  })
  expect(status).toBe(200)
  return body.outlook
}

async function offersOf(request: Record<string, unknown>): Promise<Offer[]> {
  const { status, body } = await plane.api<{ items: Offer[] }>('POST', '/offers', request)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.items
}

beforeAll(async () => {
  await addProjects(plane, { owner: 8, borrower: 2 })
  small = await addCluster(plane, [{ name: 'small-1', gpus: 2 }])
  large = await addCluster(plane, [{ name: 'large-1', gpus: 8 }])
  // Its nodes are in the engine before anything is asked.
  await eventually('the engine knows all nodes', async () =>
    (await offersOf({ project: 'owner', gpu: 8 })).some(({ now }) => now === 1) ? true : undefined,
  )
})

test('a dry run says where work would start, and submits nothing', async () => {
  const outlook = await outlookOf('owner', { resources: { gpu: 8 } })
  expect(outlook).toMatchObject({
    outcome: 'STARTS',
    permanent: false,
    nodes: ['large-1'],
    cluster: { name: large.name },
    preemptions: [],
  })
  expect(outlook.headline).toContain(`would start now in cluster ${large.name}`)
  expect((await plane.api<{ items: unknown[] }>('GET', '/workloads')).body.items).toEqual([])
})

test('offers count what fits in each cluster, and never beyond what is asked', async () => {
  expect(await offersOf({ project: 'owner', gpu: 2 })).toMatchObject([
    { cluster: { name: large.name }, now: 4, afterPreemption: 0 },
    { cluster: { name: small.name }, now: 1, afterPreemption: 0 },
  ])
  // Where it starts now there is no wait to tell, nor where it never does.
  expect(await offersOf({ project: 'owner', gpu: 2, replicas: 2 })).toMatchObject([
    { now: 2, start: null },
    { now: 0, start: null },
  ])
  expect((await offersOf({ project: 'owner', gpu: 1, copiesMax: 3 })).map(({ now }) => now)).toEqual([3, 2])
  const unknown = await plane.api('POST', '/offers', { project: 'owner', gpu: 1, gpuType: 'no-such' })
  expect(unknown).toMatchObject({ status: 400 })
})

test('what would be preempted is told by project, and by name only to those who may see it', async () => {
  // The first two belong to what the borrower may keep, so that only runs of the large cluster are in the way.
  const borrowed: string[] = []
  for (let index = 0; index < 10; index += 1) {
    const { agent, name } = index < 2 ? small : large
    const resources = { gpu: 1, cpu: '10m' }
    const { id } = await submit(plane.api, 'borrower', `b-${index}`, { resources, placement: { clusters: [name] } })
    agent.reportRun(await itemOf(agent, id), 'RUNNING', { startedAgoMs: 5 })
    await inPhase(plane.api, id, 'RUNNING')
    borrowed.push(id)
  }
  const spec = { resources: { gpu: 4 }, placement: { clusters: [large.name] } }
  const seen = await outlookOf('owner', spec)
  expect(seen).toMatchObject({ outcome: 'STARTS_AFTER_PREEMPTION', preemptions: [{ project: 'borrower', count: 4 }] })
  expect(seen.preemptions[0]?.workloads).toHaveLength(4)

  const project = await plane.api<{ id: string }>('GET', '/projects/owner')
  const stranger = await plane.as('researcher', { kind: 'project', id: project.body.id })
  const hidden = await outlookOf('owner', spec, stranger)
  expect(hidden.preemptions).toEqual([{ project: 'another project', count: 4, workloads: [] }])

  const [offer] = await offersOf({ project: 'owner', gpu: 1, clusters: [large.name] })
  expect(offer).toMatchObject({ now: 0, afterPreemption: 8, preemptions: 8 })
  // Others make room for it within seconds.
  expect(offer?.start).toMatchObject({ samples: 20 })
  expect(Date.parse(offer?.start?.p90 ?? '') - Date.now()).toBeLessThan(600_000)
  for (const id of borrowed) expect((await inPhase(plane.api, id, 'RUNNING')).preemptions).toBe(0)
})

test('what can never start is told so, with the reason', async () => {
  const outlook = await outlookOf('owner', { resources: { gpu: 64 } })
  expect(outlook).toMatchObject({ outcome: 'WAITS', permanent: true, nodes: [], cluster: null })
  expect(outlook.headline).toContain('64')
})

const database = useDatabase()

test('a replica that does not lead answers as the leader does', async () => {
  const env = { FAIRLEAD_LEADER_LEASE_MS: '5000' }
  const leader = await startPlane(database.url(), env)
  const other = await startPlane(database.url(), env)
  try {
    const [admin] = await leader.app.database.system.db.select().from(users)
    const token = await tokenFor(leader, admin ?? { id: '', organizationId: '' })
    await call(leader, token, 'POST', '/departments', { name: 'd' })
    await call(leader, token, 'POST', '/projects', { name: 'p', department: 'd' })
    const request = { project: 'p', spec: { command: ['true'] } }
    for (const replica of [leader, other]) {
      const { body } = await call<{ outlook: Outlook | null }>(replica, token, 'POST', '/workload-previews', request)
      expect(body.outlook).toMatchObject({ outcome: 'WAITS', cluster: null })
    }
    const unsigned = await fetch(`${leader.app.replicaUrl}/internal/v1/engine`, {
      method: 'POST',
      body: '{"kind":"try","workloads":[]}',
    })
    expect(unsigned.status).toBe(401)
  } finally {
    await stopPlane(other)
    await stopPlane(leader)
  }
})
