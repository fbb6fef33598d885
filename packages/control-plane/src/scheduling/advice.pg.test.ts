import { beforeAll, expect, test } from 'vitest'
import { eventually, startPlane, stopPlane, tokenFor, useControlPlane, call } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../test/scene.ts'
import { users } from '../db/schema/users.ts'
import type { Suggestion, Why } from '../workloads/schemas.ts'

const plane = useControlPlane()
let cluster: SceneCluster

beforeAll(async () => {
  await addProjects(plane, { vision: 4, secret: 4 })
  cluster = await addCluster(plane, [{ name: 'gpu-1', gpus: 8 }])
})

/** Why it waits, once that is known. */
async function why(id: string, api = plane.api): Promise<Why & { suggestions: Suggestion[] }> {
  return await eventually('an explanation with suggestions', async () => {
    const { status, body } = await api<Why>('GET', `/workloads/${id}/why`)
    expect(status).toBe(200)
    const { suggestions } = body
    return body.round !== null && suggestions !== null ? { ...body, suggestions } : undefined
  })
}

test('blocked work is told what would help, and starts when that is done', async () => {
  await plane.api('PUT', '/quotas', { project: 'vision', gpu: { deserved: 1, limit: 1 } })
  const work = await submit(plane.api, 'vision', 'limited', { resources: { gpu: 2, cpu: '10m' } })
  const told = await why(work.id)
  expect(told).toMatchObject({ permanent: true })
  expect(told.headline).toContain('needs 2 GPUs; project vision holds 0 of at most 1')
  const raise = told.suggestions.find(({ code }) => code === 'RAISE_LIMIT')
  expect(raise).toMatchObject({
    text: 'raise the limit of project vision from 1 to 2 GPUs; it then starts at once',
    by: 'admin',
    outcome: 'STARTS',
    command: 'fairlead quota set vision --pool default --gpu-limit 2',
    changes: [{ kind: 'quota', resource: 'gpu', field: 'limit', from: 1_000, to: 2_000 }],
  })
  await plane.api('PUT', '/quotas', { project: 'vision', gpu: { limit: 2 } })
  expect((await itemOf(cluster.agent, work.id)).key).not.toBe('')
  await inPhase(plane.api, work.id, 'ASSIGNED')
  expect((await plane.api<Why>('GET', `/workloads/${work.id}/why`)).body.suggestions).toEqual([])
  await plane.api('POST', `/workloads/${work.id}/cancel`)
  await plane.api('PUT', '/quotas', { project: 'vision', gpu: { deserved: 4, limit: 'unlimited' } })
})

test('a paused cluster is resumed by the command that is suggested', async () => {
  await plane.api('PATCH', `/clusters/${cluster.name}`, { paused: true })
  const work = await submit(plane.api, 'vision', 'held', { resources: { gpu: 1, cpu: '10m' } })
  const { suggestions } = await why(work.id)
  expect(suggestions[0]).toMatchObject({ code: 'RESUME_CLUSTER', command: `fairlead cluster resume ${cluster.name}` })
  await plane.api('PATCH', `/clusters/${cluster.name}`, { paused: false })
  await itemOf(cluster.agent, work.id)
  await plane.api('POST', `/workloads/${work.id}/cancel`)
})

test('any replica advises, whoever leads', async () => {
  const work = await submit(plane.api, 'vision', 'huge', { resources: { gpu: 64 } })
  const { app } = plane.plane()
  const second = await startPlane(app.config.databaseUrl)
  try {
    const [admin] = await app.database.system.db.select().from(users)
    const token = await tokenFor(second, admin!)
    const told = await why(work.id, (method, path, body) => call(second, token, method, path, body))
    expect(told).toMatchObject({ permanent: true })
    expect(told.suggestions[0]).toMatchObject({
      code: 'SMALLER_REPLICAS',
      by: 'owner',
    })
    expect(told.suggestions[0]?.text).toMatch(/^ask for \d GPUs instead of 64/)
  } finally {
    await stopPlane(second)
  }
  await plane.api('POST', `/workloads/${work.id}/cancel`)
})

test('what can never start is said in the answer to its submission, and nothing is said of what can', async () => {
  const post = (gpu: number, more: object = {}) =>
    plane.api<{ warnings: string[] }>('POST', '/workloads', {
      project: 'vision',
      spec: { command: ['true'], resources: { gpu }, ...more },
    })
  const large = await post(64)
  expect(large.status).toBe(201)
  expect(large.body.warnings).toEqual([
    'it can never start as things stand: needs 64 GPUs on one node; of the matching nodes of pool default the largest has 8, gpu-1',
  ])
  expect((await post(7)).body.warnings).toEqual([])
  const batch = await plane.api<{ warnings: { index: number; message: string }[] }>('POST', '/workload-batches', {
    workloads: [8, 9].map((gpu) => ({ project: 'vision', spec: { command: ['true'], resources: { gpu } } })),
  })
  expect(batch.body.warnings).toMatchObject([{ index: 1, message: expect.stringContaining('needs 9 GPUs') }])
})

test('a sentence names no project that its reader may not see', async () => {
  const { body } = await plane.api<{ items: { id: string; name: string }[] }>('GET', '/projects')
  const vision = body.items.find(({ name }) => name === 'vision')!
  const researcher = await plane.as('researcher', { kind: 'project', id: vision.id })
  const work = await submit(plane.api, 'vision', 'waits', { resources: { gpu: 64 } })
  const told = await why(work.id, researcher)
  expect(told.suggestions.length).toBeGreaterThan(0)
  expect(JSON.stringify(told)).not.toContain('secret')
  await plane.api('POST', `/workloads/${work.id}/cancel`)
})
