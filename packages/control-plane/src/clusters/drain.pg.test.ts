import { beforeAll, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../test/scene.ts'

const plane = useControlPlane()
let cluster: SceneCluster

interface NodeView {
  name: string
  schedulable: boolean
  cordoned: { by: string } | null
}

beforeAll(async () => {
  await addProjects(plane, { team: 4 })
  cluster = await addCluster(plane, [
    { name: 'n1', gpus: 2 },
    { name: 'n2', gpus: 2 },
  ])
})

async function nodeNamed(name: string): Promise<NodeView | undefined> {
  const { body } = await plane.api<{ items: NodeView[] }>('GET', '/nodes')
  return body.items.find((node) => node.name === name)
}

test('a drained node gives its work to another one, at no cost, and takes none until it is let go', async () => {
  const { agent } = cluster
  const work = await submit(plane.api, 'team', 'mover', { resources: { gpu: 2, cpu: '10m' } })
  const item = await itemOf(agent, work.id)
  agent.reportRun(item, 'RUNNING', { startedAgoMs: 60_000 })
  const running = await inPhase(plane.api, work.id, 'RUNNING')
  const [from = ''] = running.nodes
  const other = from === 'n1' ? 'n2' : 'n1'

  const { status, body } = await plane.api<{ told: number; runs: number; schedulable: boolean }>(
    'POST',
    `/nodes/${from}/drain`,
    {},
  )
  expect(status).toBe(200)
  expect(body).toMatchObject({ told: 1, runs: 1, schedulable: false })
  expect(await nodeNamed(from)).toMatchObject({ schedulable: false, cordoned: { by: expect.any(String) as string } })
  // Told twice, it stops once.
  expect((await plane.api<{ told: number }>('POST', `/nodes/${from}/drain`, {})).body.told).toBe(0)

  await eventually('its agent is told to stop it', () =>
    Promise.resolve([...agent.items.values()].find(({ body: run }) => (run as { state: string }).state === 'stopped')),
  )
  agent.reportRun(item, 'CANCELLED', { reason: 'PREEMPTED', message: 'stopped' })
  const again = await eventually('it runs elsewhere', async () => {
    const next = await itemOf(agent, work.id)
    return next.key === item.key ? undefined : next
  })
  agent.reportRun(again, 'RUNNING', { startedAgoMs: 0 })
  const moved = await inPhase(plane.api, work.id, 'RUNNING')
  expect(moved.nodes).toEqual([other])
  expect(moved).toMatchObject({ failures: 0 })

  const waiting = await submit(plane.api, 'team', 'late', { resources: { gpu: 2, cpu: '10m' } })
  await eventually('it is known why it waits', async () => {
    const why = await plane.api<{ headline: string }>('GET', `/workloads/${waiting.id}/why`)
    return why.body.headline === '' ? undefined : why.body
  })
  expect((await plane.api<{ status: { phase: string } }>('GET', `/workloads/${waiting.id}`)).body.status.phase).toBe(
    'QUEUED',
  )
  expect((await plane.api<{ schedulable: boolean }>('POST', `/nodes/${from}/uncordon`, {})).body.schedulable).toBe(true)
  const late = await inPhase(plane.api, waiting.id, 'ASSIGNED')
  expect(late.nodes).toEqual([from])
  const audit = await plane.api<{ items: { action: string }[] }>('GET', '/audit')
  const actions = audit.body.items.map(({ action }) => action).filter((action) => action.startsWith('node.'))
  expect(actions).toEqual(['node.uncordon', 'node.drain', 'node.drain', 'node.cordon'])
})

test('a node that is not there is named, and how to say which of two of a name', async () => {
  const { status, body } = await plane.api<{ error: { message: string } }>('POST', '/nodes/nowhere/cordon', {})
  expect(status).toBe(404)
  expect(body.error.message).toContain('nowhere')
})
