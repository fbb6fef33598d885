import { beforeAll, expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, type SceneCluster } from '../../test/scene.ts'
import { tellEndedWorkloads } from './tell-ended-workloads.ts'

const plane = useControlPlane()
let cluster: SceneCluster

beforeAll(async () => {
  await addProjects(plane, { vision: 8 })
  cluster = await addCluster(plane, [{ name: 'n1', gpus: 8 }])
})

async function stopped(volume: Record<string, unknown>): Promise<string> {
  const spec = { image: 'r/x:1', volumes: [{ type: 'own', name: 'data', mountPath: '/data', size: '1Gi', ...volume }] }
  const { status, body } = await plane.api<{ id: string }>('POST', '/workloads', { project: 'vision', spec })
  expect(status, JSON.stringify(body)).toBe(201)
  const item = await itemOf(cluster.agent, body.id)
  await inPhase(plane.api, body.id, 'ASSIGNED')
  await plane.api('POST', `/workloads/${body.id}/stop`)
  cluster.agent.reportRun(item, 'CANCELLED', { reason: 'SUSPENDED' })
  await inPhase(plane.api, body.id, 'SUSPENDED')
  return body.id
}

test('an agent hears once that a stopped workload was cancelled, if it keeps a claim for it that should go', async () => {
  const { app } = plane.plane()
  const going = await stopped({ keep: false })
  const kept = await stopped({ keep: true })
  expect(await tellEndedWorkloads(app)).toBe(0)
  for (const id of [going, kept]) await plane.api('POST', `/workloads/${id}/cancel`)
  expect(await tellEndedWorkloads(app)).toBe(1)
  expect(await tellEndedWorkloads(app)).toBe(0)
  const { b } = await cluster.agent.next('command')
  expect(b).toMatchObject({ verb: 'workload.ended', args: { workloadId: going } })
  expect(b.args['namespace']).toMatch(/vision/)
})
