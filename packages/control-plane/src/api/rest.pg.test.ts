import { beforeAll, expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { addProjects, submit } from '../../test/scene.ts'
import { auditEntries } from '../db/schema/audit-entries.ts'
import { workloads } from '../db/schema/workloads.ts'
import { eq } from 'drizzle-orm'

const plane = useControlPlane()
interface Refusal {
  error: {
    code: string
    message: string
    hint: string | null
    issues: { path: string; message: string }[]
    requestId: string
  }
}

beforeAll(() => addProjects(plane, { vision: 4 }))

test('bad input says what, where and how to fix it, with the id of the request', async () => {
  const bodies: [Record<string, unknown>, string][] = [
    [{ project: 'vision' }, 'spec'],
    [{ project: 'vision', spec: { command: [] } }, 'spec.command'],
    [{ project: 'vision', spec: { command: ['x'], resources: { cpu: 'lots' } } }, 'spec.resources.cpu'],
    [{ project: 'vision', spec: { command: ['x'], replicas: 0 } }, 'spec.replicas'],
    [{ project: 'vision', name: 'Not A Name', spec: { command: ['x'] } }, 'name'],
    [{ project: 'vision', spec: { command: ['x'], env: { '1X': 'y' } } }, 'spec.env'],
    [{ project: 'vision', spec: { command: ['x'], colour: 'red' } }, 'spec'],
    [{ project: 'vision', spec: { command: ['x'], resources: { gpu: 1.5 } } }, 'spec.resources.gpu'],
  ]
  for (const [body, path] of bodies) {
    const { status, body: answer, headers } = await plane.api<Refusal>('POST', '/workloads', body)
    expect(status, JSON.stringify(body)).toBe(400)
    expect(answer.error.code).toBe('VALIDATION')
    expect(answer.error.issues[0]?.path.startsWith(path), `${answer.error.issues[0]?.path} for ${path}`).toBe(true)
    expect(answer.error.hint).toBeTruthy()
    expect(answer.error.requestId).toBe(headers.get('x-request-id'))
  }
})

test('what is not JSON, too large or nowhere is refused in the same shape', async () => {
  const token = { authorization: 'Bearer flt_nope' }
  const url = `${plane.url()}/api/v1`
  for (const body of ['{', '[]', '"x"', 'null']) {
    const response = await plane.api<Refusal>('POST', '/departments', undefined, { 'content-type': 'application/json' })
    expect(response.status).toBe(400)
    const raw = await fetch(`${url}/departments`, { method: 'POST', body, headers: token })
    expect(raw.status).toBe(401)
  }
  expect((await plane.api<Refusal>('GET', '/nowhere')).body.error).toMatchObject({ code: 'NOT_FOUND' })
  expect((await plane.api<Refusal>('POST', '/departments', { name: 'x'.repeat(5 * 1024 * 1024) })).status).toBe(400)
  expect((await plane.api<Refusal>('GET', '/workloads?pageSize=0')).body.error.issues[0]?.path).toBe('pageSize')
  expect((await plane.api<Refusal>('GET', '/workloads?pageToken=x')).status).toBe(400)
})

test('a secret in a workload is a 422, and leaves no trace', async () => {
  const canary = `canary-${Math.random()}`
  const { status, body } = await plane.api<Refusal>('POST', '/workloads', {
    project: 'vision',
    spec: { command: ['x'], env: { DB_PASSWORD: canary } },
  })
  expect(status).toBe(422)
  expect(body.error.code).toBe('SECRET_IN_SPEC')
  expect(JSON.stringify(body)).not.toContain(canary)
})

test('the same key answers the same workload, however often and however many at once', async () => {
  const request = { project: 'vision', spec: { command: ['once'] } }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      plane.api<{ id: string }>('POST', '/workloads', request, { 'idempotency-key': 'key-1' }),
    ),
  )
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
  expect(answers.every((answer) => answer.status === 201)).toBe(true)
  const other = await plane.api<Refusal>(
    'POST',
    '/workloads',
    { ...request, spec: { command: ['twice'] } },
    { 'idempotency-key': 'key-1' },
  )
  expect(other.status).toBe(422)
  expect(other.body.error.code).toBe('IDEMPOTENCY_MISMATCH')
})

test('a batch is all or nothing, and says which one is wrong', async () => {
  const { db } = plane.plane().app.database.system
  const before = await db.select().from(workloads)
  const { status, body } = await plane.api<Refusal>('POST', '/workload-batches', {
    workloads: [
      { project: 'vision', spec: { command: ['ok'] } },
      { project: 'missing', spec: { command: ['ok'] } },
    ],
  })
  expect(status).toBe(404)
  expect(body.error.message).toContain('workloads.1')
  expect(await db.select().from(workloads)).toHaveLength(before.length)
})

test('pages follow each other without gap or repeat while work arrives', async () => {
  for (let index = 0; index < 12; index += 1) await submit(plane.api, 'vision', `page-${index}`)
  const seen: string[] = []
  let token: string | null = ''
  while (token !== null) {
    const query: string = token === '' ? '' : `&pageToken=${token}`
    const page = await plane.api<{ items: { id: string }[]; nextPageToken: string | null }>(
      'GET',
      `/workloads?pageSize=5${query}`,
    )
    seen.push(...page.body.items.map((item) => item.id))
    token = page.body.nextPageToken
    await submit(plane.api, 'vision', `later-${seen.length}`)
  }
  expect(new Set(seen).size).toBe(seen.length)
  const { body } = await plane.api<{ items: { id: string; name: string }[] }>(
    'GET',
    '/workloads?search=page-&pageSize=100',
  )
  expect(body.items.every((item) => seen.includes(item.id))).toBe(true)
  expect(body.items).toHaveLength(12)
})

test('every write leaves exactly one audit entry, with who, what, from where and the request', async () => {
  const { db } = plane.plane().app.database.system
  const writes: [string, string, Record<string, unknown> | undefined, string][] = [
    ['POST', '/departments', { name: 'audited' }, 'department.create'],
    ['POST', '/projects', { name: 'audited', department: 'audited' }, 'project.create'],
    ['PATCH', '/projects/audited', { description: 'x' }, 'project.update'],
    ['POST', '/departments', { name: 'audited-too' }, 'department.create'],
    ['POST', '/projects/audited/move', { department: 'audited-too' }, 'project.move'],
    ['PUT', '/quotas', { project: 'audited', gpu: { deserved: 2 } }, 'quota.set'],
    ['POST', '/node-pools', { name: 'audited', selector: { a: 'b' } }, 'node-pool.create'],
    ['PATCH', '/node-pools/audited', { strategy: 'spread' }, 'node-pool.update'],
    ['DELETE', '/node-pools/audited', undefined, 'node-pool.delete'],
    ['POST', '/clusters', { name: 'audited' }, 'cluster.create'],
    ['POST', '/clusters/audited/join-token', {}, 'cluster.join-token'],
    ['PATCH', '/clusters/audited', { paused: true }, 'cluster.update'],
    ['DELETE', '/clusters/audited', undefined, 'cluster.revoke'],
    ['PUT', '/sizes/audited', { requests: { cpu: 1, memory: '1Gi' } }, 'size.set'],
    ['DELETE', '/sizes/audited', undefined, 'size.delete'],
    ['PUT', '/templates/audited', { spec: { timeout: '1h' } }, 'template.set'],
    ['DELETE', '/templates/audited', undefined, 'template.delete'],
    [
      'POST',
      '/projects/audited/connections',
      { name: 'audited', type: 'pvc', settings: { claim: 'a' } },
      'connection.create',
    ],
    ['PATCH', '/projects/audited/connections/audited', { description: 'x' }, 'connection.update'],
    ['DELETE', '/projects/audited/connections/audited', undefined, 'connection.delete'],
    ['POST', '/workloads', { project: 'audited', name: 'audited', spec: { command: ['x'] } }, 'workload.submit'],
    ['POST', '/workloads/audited/stop', {}, 'workload.stop'],
    ['POST', '/workloads/audited/resume', {}, 'workload.resume'],
    ['POST', '/workloads/audited/cancel', {}, 'workload.cancel'],
    ['DELETE', '/projects/audited', undefined, 'project.archive'],
    ['POST', '/tokens', { name: 'audited' }, 'token.create'],
    ['POST', '/users', { email: 'a@example.org', name: 'A', role: 'viewer' }, 'user.invite'],
    ['PUT', '/users/a@example.org/roles/organization', { role: 'researcher' }, 'user.set-role'],
    ['DELETE', '/users/a@example.org/roles/organization', undefined, 'user.remove-role'],
    ['POST', '/users/a@example.org/setup-link', {}, 'user.setup-link'],
    ['POST', '/users/a@example.org/sign-out', {}, 'user.sign-out'],
    ['POST', '/users/a@example.org/disable', {}, 'user.disable'],
    ['POST', '/users/a@example.org/enable', {}, 'user.enable'],
    ['DELETE', '/users/a@example.org', undefined, 'user.remove'],
  ]
  for (const [method, path, body, action] of writes) {
    const { status, headers } = await plane.api(method, path, body)
    expect([200, 201], `${method} ${path}`).toContain(status)
    const rows = await db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.requestId, headers.get('x-request-id') ?? ''))
    expect(
      rows.map((row) => row.action),
      `${method} ${path}`,
    ).toEqual([action])
    expect(rows[0]).toMatchObject({ actorKind: 'user', origin: 'api' })
  }
})

test('a refused write leaves none', async () => {
  const { db } = plane.plane().app.database.system
  const before = await db.select().from(auditEntries)
  await plane.api('POST', '/departments', { name: 'audited' })
  await plane.api('POST', '/workloads', { project: 'vision' })
  await plane.api('DELETE', '/node-pools/default')
  expect(await db.select().from(auditEntries)).toHaveLength(before.length)
})

test('the OpenAPI document names every route, and every reference in it leads somewhere', async () => {
  const response = await fetch(`${plane.url()}/api/v1/openapi.json`)
  const document = (await response.json()) as {
    openapi: string
    paths: Record<string, unknown>
    components: { schemas: Record<string, unknown> }
  }
  expect(document.openapi).toBe('3.1.0')
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references)
    expect(Object.keys(document.components.schemas)).toContain(reference.replace('#/components/schemas/', ''))
})

test('quota keeps what is not named, lifts a bound only when told, and refuses what makes no sense', async () => {
  await plane.api('PUT', '/quotas', { project: 'vision', gpu: { deserved: 4, limit: 8, weight: 2 }, rank: 3 })
  const { body } = await plane.api<{ rank: number; resources: Record<string, unknown> }>('PUT', '/quotas', {
    project: 'vision',
    gpu: { limit: 'unlimited' },
  })
  expect(body.rank).toBe(3)
  expect(body.resources['gpu']).toEqual({ deserved: 4000, limit: null, weight: 2 })
  const tried = await plane.api<{ resources: Record<string, unknown>; warnings: string[] }>('PUT', '/quotas', {
    project: 'vision',
    gpu: { deserved: 2, lendLimit: 9 },
    dryRun: true,
  })
  expect(tried.body.resources['gpu']).toMatchObject({ deserved: 2000, lendLimit: 9000 })
  expect(tried.body.warnings.join()).toContain('lend')
  const kept = await plane.api<{ items: { resources: Record<string, unknown> }[] }>('GET', '/quotas?project=vision')
  expect(kept.body.items[0]?.resources['gpu'], 'a dry run sets nothing').toEqual(body.resources['gpu'])
  const wrong = await plane.api<Refusal>('PUT', '/quotas', { project: 'vision', gpu: { limit: 1 } })
  expect(wrong.status).toBe(400)
  expect((await plane.api<Refusal>('PUT', '/quotas', { gpu: { deserved: 1 } })).status).toBe(400)
})

test('an answer to the console names the request too, under which its audit entries stand', async () => {
  const answer = await fetch(`${plane.url()}/trpc/departments.create?batch=1`, {
    method: 'POST',
    headers: { authorization: `Bearer ${plane.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ 0: { name: 'told' } }),
  })
  expect(answer.status).toBe(200)
  const request = answer.headers.get('x-request-id') ?? ''
  const found = await plane.api<{ items: { action: string; id: number }[] }>('GET', `/audit?request=${request}`)
  expect(found.body.items.map(({ action }) => action)).toEqual(['department.create'])
  const id = found.body.items[0]?.id ?? 0
  const alone = await plane.api<{ items: { id: number }[] }>('GET', `/audit?id=${id}`)
  expect(alone.body.items.map((entry) => entry.id)).toEqual([id])
})
