import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { tokenFor, useControlPlane } from '../../test/harness.ts'
import { roleBindings } from '../db/schema/role-bindings.ts'
import { users } from '../db/schema/users.ts'
import { newId } from '../lib/ids.ts'

const plane = useControlPlane()
const MANY = 20_000
const TIME_MS = 300_000
let speech: { id: string }

beforeAll(async () => {
  await plane.api('POST', '/departments', { name: 'research' })
  await plane.api('POST', '/projects', { name: 'vision', department: 'research' })
  speech = (await plane.api<{ id: string }>('POST', '/projects', { name: 'speech', department: 'research' })).body
  for (const [project, name] of [
    ['vision', 'first'],
    ['speech', 'spoken'],
  ]) {
    await plane.api('POST', '/workloads', { project, name, spec: { command: ['true'] } })
  }
  // As many more as no page has, all of them ended, so that nobody plans them.
  await plane.plane().app.database.system.db.execute(sql`
    insert into workloads select r.* from workloads w, generate_series(1, ${MANY}::int) n, lateral jsonb_populate_record(w, jsonb_build_object(
      'id', gen_random_uuid(), 'idempotency_key', gen_random_uuid(), 'name', 'many-' || n, 'phase', 'SUCCEEDED', 'finished_at', now(),
      'message', '=HYPERLINK("x")')) r where w.name = 'first'`)
}, TIME_MS)

test(
  'a list of twenty thousand is handed out whole, once each, as the filter has it and as the reader may see it',
  async () => {
    const { status, lines, headers } = await csv('/workloads.csv')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/csv')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="workloads-\d{4}-\d\d-\d\d\.csv"$/)
    expect(headers.get('fairlead-rows')).toBe(String(MANY + 2))
    const [head = '', ...rows] = lines
    expect(head.split(',').slice(0, 5)).toEqual(['id', 'name', 'project', 'kind', 'phase'])
    expect(new Set(rows.map((row) => row.slice(0, 36))).size).toBe(MANY + 2)
    const ended = rows.find((row) => row.includes(',many-1,')) ?? ''
    // No spreadsheet runs what somebody wrote, and times are in UTC.
    expect(ended).toContain(`,"'=HYPERLINK(""x"")",`)
    expect(ended).toMatch(/,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,/)

    expect((await csv('/workloads.csv?project=speech')).lines).toHaveLength(2)
    expect(
      (await csv('/workloads.csv?query=many-7%20-many-77&phase=SUCCEEDED&phase=FAILED')).headers.get('fairlead-rows'),
    ).toBe(
      String(
        (
          await plane.api<{ items: unknown[] }>(
            'GET',
            '/workloads?query=many-7%20-many-77&phase=SUCCEEDED&phase=FAILED&pageSize=1000',
          )
        ).body.items.length,
      ),
    )
    const viewer = await tokenOf('viewer', { kind: 'project', id: speech.id })
    expect((await csv('/workloads.csv', viewer)).lines.slice(1).map((row) => row.split(',')[1])).toEqual(['spoken'])
  },
  TIME_MS,
)

test('who took what is in the audit log, once for each file, and so is the file of the audit log itself', async () => {
  await csv('/workloads.csv?project=speech&active=true')
  const entries = async (action: string) =>
    (await plane.api<{ items: { data: unknown; object: unknown }[] }>('GET', `/audit?action=${action}`)).body.items
  expect((await entries('workload.export'))[0]).toMatchObject({
    object: { kind: 'list', id: 'workloads', name: 'workloads' },
    data: { format: 'csv', filter: { project: 'speech', active: true }, rows: 1 },
  })
  const before = await plane.api<{ items: unknown[] }>('GET', '/audit?pageSize=1000')
  const { lines, headers } = await csv('/audit.csv')
  expect(lines[0]).toBe('id,at,actor,action,object kind,object,data,origin,request,address')
  expect(lines).toHaveLength(before.body.items.length + 1)
  expect(await entries('audit.export')).toHaveLength(1)
  expect((await entries('audit.export'))[0]?.data).toMatchObject({ rows: Number(headers.get('fairlead-rows')) })
  // A look at the head takes nothing.
  await fetch(`${plane.url()}/api/v1/audit.csv`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${plane.token()}` },
  })
  expect(await entries('audit.export')).toHaveLength(1)
})

test('the file of usage has the columns of what it is by', async () => {
  expect((await csv('/usage.csv?by=pool')).lines[0]).toBe(
    'id,node pool,GPU hours allocated,GPU hours measured,GPU hours used,GPU hours over quota,CPU hours allocated,CPU hours measured,CPU hours used,CPU hours over quota',
  )
})

test('what is refused is a problem and no file, and is not in the audit log', async () => {
  const count = async () =>
    (await plane.api<{ items: unknown[] }>('GET', '/audit?action=workload.export')).body.items.length
  const before = await count()
  for (const [path, status, message] of [
    ['/workloads.csv?project=nothing', 404, 'there is no project'],
    ['/workloads.csv?query=gpu:%3Ex', 400, 'the query cannot be read'],
    ['/workloads.csv?pageSize=5', 400, 'pageSize'],
  ] as const) {
    const answer = await csv(path)
    expect([path, answer.status]).toEqual([path, status])
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(answer.text).toContain(message)
  }
  expect((await csv('/workloads.csv', '')).status).toBe(401)
  const viewer = await tokenOf('viewer', { kind: 'project', id: speech.id })
  expect((await csv('/audit.csv', viewer)).status).toBe(403)
  expect(await count()).toBe(before)
})

test(
  'a file that breaks off is never taken for the whole',
  async () => {
    const { db } = plane.plane().app.database.system
    // The oldest row cannot be written down, and stands on the last page.
    await db.execute(
      sql`update workloads set submitted_at = 'infinity' where id = (select min(id::text)::uuid from workloads)`,
    )
    const response = await fetch(`${plane.url()}/api/v1/workloads.csv`, {
      headers: { authorization: `Bearer ${plane.token()}` },
    })
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
  },
  TIME_MS,
)

async function csv(path: string, token = plane.token()) {
  const response = await fetch(`${plane.url()}/api/v1${path}`, {
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, lines: text.trimEnd().split('\r\n') }
}

async function tokenOf(role: 'viewer', scope: { kind: 'project'; id: string }): Promise<string> {
  const user = { id: newId(), organizationId: plane.organizationId(), email: `${newId()}@example.org`, name: role }
  const { db } = plane.plane().app.database.system
  await db.insert(users).values(user)
  await db.insert(roleBindings).values({
    id: newId(),
    organizationId: user.organizationId,
    userId: user.id,
    role,
    scopeKind: scope.kind,
    scopeId: scope.id,
  })
  return await tokenFor(plane.plane(), user)
}
