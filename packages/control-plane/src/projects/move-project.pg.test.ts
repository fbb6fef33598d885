import { beforeAll, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, inPhase, submit, type SceneCluster } from '../../test/scene.ts'
import type { Why } from '../workloads/schemas.ts'
import type { MovedProject } from './schemas.ts'
import type { z } from 'zod'

const plane = useControlPlane()
let wide: { id: string }
let narrow: { id: string }
let cluster: SceneCluster

beforeAll(async () => {
  wide = (await plane.api<{ id: string }>('POST', '/departments', { name: 'wide' })).body
  narrow = (await plane.api<{ id: string }>('POST', '/departments', { name: 'narrow' })).body
  await plane.api('PUT', '/quotas', { department: 'wide', gpu: { deserved: 6 } })
  await plane.api('PUT', '/quotas', { department: 'narrow', gpu: { deserved: 1, limit: 5 } })
  for (const [name, department, deserved] of [
    ['vision', 'wide', 4],
    ['speech', 'wide', 2],
    ['audio', 'narrow', 1],
  ] as const) {
    await plane.api('POST', '/projects', { name, department })
    await plane.api('PUT', '/quotas', { project: name, gpu: { deserved } })
  }
  cluster = await addCluster(plane, [{ name: 'gpu-1', gpus: 8 }])
})

const gpus = (gpu: number) => ({ resources: { gpu, cpu: '10m' } })
const move = async (department: string, dryRun = false) =>
  await plane.api<z.infer<typeof MovedProject>>('POST', '/projects/vision/move', { department, dryRun })

test('a rehearsal says what a move would come to and refuses what cannot be, and moves nothing', async () => {
  const refused = await plane.api('POST', '/projects/vision/move', { department: 'narrow' })
  expect(refused.status).toBe(400)
  expect(JSON.stringify(refused.body)).toMatch(/vision.* deserves 4 GPUs.*narrow.* itself 1 GPU/)
  await plane.api('PUT', '/quotas', { department: 'narrow', gpu: { deserved: 4 } })
  const { status, body } = await move('narrow', true)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    department: { name: 'narrow' },
    from: { name: 'wide' },
    consequences: {
      waiting: 0,
      running: 0,
      people: { lose: 0, gain: 0 },
      quotas: [
        {
          resource: 'gpu',
          project: 4000,
          from: { deserved: 6000, before: 6000, after: 2000 },
          to: { deserved: 4000, before: 1000, after: 5000 },
        },
      ],
    },
  })
  expect(body.warnings.join()).toMatch(/narrow/)
  expect((await plane.api('GET', '/projects/vision')).body).toMatchObject({ department: { name: 'wide' } })
  expect((await plane.api<{ items: unknown[] }>('GET', '/audit?action=project.move')).body.items).toEqual([])
})

test('what runs goes on and counts to the new department at once, and what waits is held to its limits', async () => {
  const runs = await submit(plane.api, 'vision', 'runs-on', gpus(4))
  const before = await inPhase(plane.api, runs.id, 'ASSIGNED')
  const moved = await move('narrow')
  expect(moved.body.consequences).toMatchObject({ running: 1 })
  expect((await plane.api('GET', '/projects/vision')).body).toMatchObject({ department: { id: narrow.id } })

  const waits = await submit(plane.api, 'vision', 'has-to-wait', gpus(2))
  const why = await eventually('it is told why', async () => {
    const { body } = await plane.api<Why>('GET', `/workloads/${waits.id}/why`)
    return body.round === null ? undefined : body
  })
  expect(why.headline).toMatch(/narrow holds 4 of at most 5/)
  expect((await inPhase(plane.api, runs.id, 'ASSIGNED')).runId).toBe(before.runId)
  expect(cluster.agent.items.size).toBe(1)
  // Its hours go with it, those of the past too.
  const usage = await plane.api<{ lines: { name: string }[] }>('GET', '/usage?by=department')
  expect(usage.body.lines.map(({ name }) => name)).toEqual(['narrow'])

  expect((await move('wide')).body.consequences).toMatchObject({ waiting: 1, running: 1 })
  await inPhase(plane.api, waits.id, 'ASSIGNED')
  const audit = await plane.api<{ items: { data: unknown }[] }>('GET', '/audit?action=project.move')
  expect(audit.body.items.map(({ data }) => data)).toEqual([
    { before: { department: 'narrow' }, after: { department: 'wide' } },
    { before: { department: 'wide' }, after: { department: 'narrow' } },
  ])
})

test('it takes the right to change both departments, and those who see it by their department are counted', async () => {
  const ofWide = await plane.as('department-admin', { kind: 'department', id: wide.id })
  expect((await ofWide('POST', '/projects/vision/move', { department: 'narrow' })).status).toBe(403)
  expect((await ofWide('GET', '/projects/vision')).status).toBe(200)
  await plane.as('department-admin', { kind: 'department', id: narrow.id })
  expect((await move('narrow')).body.consequences.people).toEqual({ lose: 1, gain: 1 })
  expect((await ofWide('GET', '/projects/vision')).status).toBe(404)
  const there = await move('narrow')
  expect(there.status).toBe(409)
  expect((await move('nowhere')).status).toBe(404)
  await move('wide')
})
