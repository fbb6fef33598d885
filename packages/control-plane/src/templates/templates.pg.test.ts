import { beforeAll, expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { addProjects } from '../../test/scene.ts'

const plane = useControlPlane()

interface Preview {
  kind: string
  priority: number
  preemptible: boolean
  requests: Record<string, number>
  spec: { timeout: number | null; limits: Record<string, string>; image?: string }
}

beforeAll(() => addProjects(plane, { vision: 8 }))

async function preview(spec: Record<string, unknown>): Promise<Preview> {
  const { status, body } = await plane.api<Preview>('POST', '/workload-previews', { project: 'vision', spec })
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

test('a built-in template is changed for the whole organization, and put back', async () => {
  const spec = { image: 'r/train:2', resources: { cpu: 2, memory: '4Gi' }, timeout: '2h', priority: 'high' }
  expect((await plane.api('PUT', '/templates/ml_training', { spec })).body).toMatchObject({ builtIn: false })
  expect(await preview({ template: 'ml_training' })).toMatchObject({
    kind: 'job',
    priority: 125,
    preemptible: false,
    requests: { cpu: 2000, memory: 4096 },
    spec: { timeout: 7200, image: 'r/train:2' },
  })
  await plane.api('DELETE', '/templates/ml_training')
  expect(await preview({ template: 'ml_training', image: 'r/x:1' })).toMatchObject({
    requests: { cpu: 4000, memory: 8192 },
    spec: { timeout: 3600, limits: { cpu: '8000m', memory: '16384Mi' } },
  })
  expect((await plane.api('DELETE', '/templates/ml_training')).status).toBe(409)
})

test('a template with a field that no workload has is refused with its path', async () => {
  const { status, body } = await plane.api<{ error: { issues: { path: string }[] } }>('PUT', '/templates/mine', {
    kind: 'jub',
    spec: { resources: { gpus: 1 } },
  })
  expect(status).toBe(400)
  expect(body.error.issues.map(({ path }) => path)).toEqual(['kind', 'spec.resources'])
})

test('a template holds no secret', async () => {
  const { status } = await plane.api('PUT', '/templates/mine', { spec: { env: { DB_PASSWORD: 'canary-word' } } })
  expect(status).toBe(422)
})

test('a size is made, changed and put back; what was submitted keeps what it was given', async () => {
  const { body: before } = await plane.api<{ id: string }>('POST', '/workloads', {
    project: 'vision',
    spec: { command: ['true'], size: 'small' },
  })
  await plane.api('PUT', '/sizes/small', { requests: { cpu: 2, memory: '4Gi' }, limits: { cpu: 4 } })
  expect(await preview({ image: 'r/x:1', size: 'small' })).toMatchObject({
    requests: { cpu: 2000, memory: 4096 },
    spec: { limits: { cpu: '4000m', memory: '4096Mi' } },
  })
  const { body: kept } = await plane.api('GET', `/workloads/${before.id}`)
  expect(kept).toMatchObject({ requests: { cpu: 1000, memory: 8192 } })
  await plane.api('DELETE', '/sizes/small')
  expect((await preview({ image: 'r/x:1', size: 'small' })).requests).toEqual({ cpu: 1000, memory: 8192 })
  const { body: wrong } = await plane.api<{ error: { issues: { path: string }[] } }>('PUT', '/sizes/tiny', {
    requests: { cpu: 2, memory: '1Gi' },
    limits: { cpu: 1 },
  })
  expect(wrong.error.issues[0]?.path).toBe('limits.cpu')
})

test('a repeated request answers its workload, also when its template is gone by then', async () => {
  await plane.api('PUT', '/templates/short-lived', { spec: { image: 'r/x:1' } })
  const request = { project: 'vision', spec: { template: 'short-lived' }, idempotencyKey: 'again' }
  const first = await plane.api<{ id: string }>('POST', '/workloads', request)
  await plane.api('DELETE', '/templates/short-lived')
  const again = await plane.api<{ id: string }>('POST', '/workloads', request)
  expect([again.status, again.body.id]).toEqual([201, first.body.id])
  const batch = { workloads: [request, { project: 'vision', spec: { command: ['true'] } }] }
  const { body } = await plane.api<{ ids: string[] }>('POST', '/workload-batches', batch)
  expect(body.ids[0]).toBe(first.body.id)
  expect(body.ids[1]).not.toBe(first.body.id)
  const other = await plane.api('POST', '/workloads', { ...request, spec: { command: ['true'] } })
  expect(other.status).toBe(422)
})

test('a preview writes nothing', async () => {
  const count = async () => (await plane.api<{ items: unknown[] }>('GET', '/workloads')).body.items.length
  const before = await count()
  await preview({ image: 'r/x:1' })
  expect(await count()).toBe(before)
})
