import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { newId } from '../lib/ids.ts'
import { rollUpUsage } from './roll-up-usage.ts'
import type { Workload } from '../workloads/schemas.ts'
import type { Idle, Price, Usage } from './schemas.ts'

const plane = useControlPlane()
const HOUR_MS = 3_600_000
/** Begin of an hour, so many hours ago. */
const hoursAgo = (hours: number) => new Date((Math.floor(Date.now() / HOUR_MS) - hours) * HOUR_MS)

let ids: { vision: string; speech: string; pool: string; cluster: string }

beforeAll(async () => {
  const { api } = plane
  await api('POST', '/departments', { name: 'research' })
  const vision = await api<{ id: string }>('POST', '/projects', { name: 'vision', department: 'research' })
  const speech = await api<{ id: string }>('POST', '/projects', { name: 'speech', department: 'research' })
  await api('PUT', '/quotas', { project: 'vision', gpu: { deserved: 2 } })
  const cluster = await api<{ cluster: { id: string } }>('POST', '/clusters', { name: 'atlas' })
  const pools = await api<{ items: { id: string }[] }>('GET', '/node-pools')
  ids = {
    vision: vision.body.id,
    speech: speech.body.id,
    pool: pools.body.items[0]?.id ?? '',
    cluster: cluster.body.cluster.id,
  }
  // Four GPUs for an hour and a half, half busy in the first hour, and nothing known of the rest.
  const train = await held('vision', { gpu: 4, from: hoursAgo(5), to: new Date(hoursAgo(4).getTime() + HOUR_MS / 2) })
  await sampled(train, 'gpu', hoursAgo(5), [40, 60])
  await held('speech', { gpu: 1, from: hoursAgo(6), to: hoursAgo(5) })
  const idle = await held('speech', { gpu: 2, from: hoursAgo(2), name: 'forgotten' })
  for (const hour of [1, 0])
    await sampled(idle, 'gpu', hoursAgo(hour), [0, 1], hour === 0 ? [0, secondsNow()] : [0, 3599])
  const busy = await held('vision', { gpu: 1, from: hoursAgo(2), name: 'at-work' })
  for (const hour of [1, 0])
    await sampled(busy, 'gpu', hoursAgo(hour), [90, 91], hour === 0 ? [0, secondsNow()] : [0, 3599])
  // The service of the control plane may have written these hours before their samples were there.
  await plane.plane().app.database.system.sql`delete from usage_rollups`
  while ((await rollUpUsage(plane.plane().app)) > 0);
})

test('hours are what was held, used where it was measured, and over quota where a project held more than it deserved', async () => {
  const { body } = await plane.api<Usage>('GET', `/usage?${range(6, 3)}`)
  const vision = body.lines.find(({ name }) => name === 'vision')
  // Above the two that it deserves: two in the whole hour, nothing in the half one of four, which holds two on average.
  expect(vision?.gpu).toEqual({ allocated: 6, measured: 4, used: 2, overQuota: 2 })
  const speech = body.lines.find(({ name }) => name === 'speech')
  expect(speech?.gpu).toEqual({ allocated: 1, measured: 0, used: null, overQuota: 1 })
  expect(body.total.gpu.allocated).toBe(7)
  expect(body.points.map(({ at, gpu }) => [at, gpu.allocated])).toEqual([
    [hoursAgo(6).toISOString().replace('.000', ''), 1],
    [hoursAgo(5).toISOString().replace('.000', ''), 4],
    [hoursAgo(4).toISOString().replace('.000', ''), 2],
  ])
})

test('the hour that goes on counts as far as it has gone, and an hour is not counted twice', async () => {
  const { body } = await plane.api<Usage>('GET', `/usage?${range(2, -1)}&by=department`)
  const elapsed = (Date.parse(body.asOf) - hoursAgo(2).getTime()) / HOUR_MS
  expect(body.lines.map(({ name }) => name)).toEqual(['research'])
  expect(body.total.gpu.allocated).toBeCloseTo(3 * elapsed, 1)
})

test('hours that are written again after a late report say what the report said', async () => {
  const { app } = plane.plane()
  const { db } = app.database.system
  await db.execute(
    sql`update runs set finished_at = ${hoursAgo(4).toISOString()}::timestamptz where finished_at < now() and project_id = ${ids.vision}`,
  )
  await db.execute(sql`update usage_rollups set passes = 2 where hour < now() - interval '2 hours'`)
  await db.execute(sql`update usage_rollups set passes = 0 where hour = ${hoursAgo(4).toISOString()}::timestamptz`)
  await rollUpUsage(app)
  const { body } = await plane.api<Usage>('GET', `/usage?${range(6, 3)}&project=vision`)
  expect(body.total.gpu.allocated).toBe(4)
})

test('GPUs that are held and not used are listed with who holds them, and busy ones are not', async () => {
  const { body } = await plane.api<Idle>('GET', '/usage/idle')
  expect(body.items.map(({ workload, gpu }) => [workload.name, gpu])).toEqual([['forgotten', 2000]])
  expect(body.items[0]?.project.name).toBe('speech')
  expect(body.items[0]?.idleGpuHours).toBeGreaterThan(2)
  expect(body).toMatchObject({ gpu: 2000, held: 3000, unmeasured: 0 })
})

test('hours cost what was said for their own time, by model and pool, and what has no price is told', async () => {
  const of = async (by: string) => (await plane.api<Usage>('GET', `/usage?${range(6, 3)}&by=${by}`)).body
  expect(await of('project')).toMatchObject({ currency: null, total: { cost: null, unpriced: 5 } })
  const first = await plane.api<{ error: { message: string } }>('POST', '/prices', { amount: 2 })
  expect(first.body.error.message).toBe('the first price says its currency')
  const said = await plane.api<Price>('POST', '/prices', {
    amount: 2,
    currency: 'EUR',
    validFrom: hoursAgo(5).toISOString(),
  })
  expect(said.status, JSON.stringify(said.body)).toBe(201)
  expect(said.body).toMatchObject({ gpuModel: null, nodePool: null, amount: 2, currency: 'EUR', isCurrent: true })
  expect(await of('project')).toMatchObject({ currency: 'EUR', total: { cost: 8, unpriced: 1 } })
  // A model of which no run is known changes nothing; the pool does, from its hour on.
  await plane.api('POST', '/prices', { amount: 90, gpuModel: 'H100', validFrom: hoursAgo(9).toISOString() })
  await plane.api('POST', '/prices', { amount: 1, nodePool: 'default', validFrom: hoursAgo(6).toISOString() })
  const usage = await of('project')
  expect(usage.total).toMatchObject({ cost: 5, unpriced: 0 })
  expect(usage.lines.reduce((sum, { cost }) => sum + (cost ?? 0), 0)).toBe(5)
  expect(usage.points.reduce((sum, { cost }) => sum + (cost ?? 0), 0)).toBe(5)
  expect((await plane.api('POST', '/prices', { amount: 1, currency: 'USD' })).status).toBe(409)
  const viewer = await plane.as('viewer', { kind: 'organization', id: plane.organizationId() })
  expect((await viewer('POST', '/prices', { amount: 1 })).status).toBe(403)
  const { body } = await viewer<{ items: Price[]; currency: string }>('GET', '/prices')
  expect(body.items.map(({ amount, nodePool }) => [amount, nodePool?.name ?? null])).toEqual([
    [2, null],
    [1, 'default'],
    [90, null],
  ])
  const audit = await plane.api<{ items: { action: string }[] }>('GET', `/audit?object=${said.body.id}`)
  expect(audit.body.items.map(({ action }) => action)).toEqual(['price.set'])
})

test('hours know of which model the GPUs were, whatever becomes of the node', async () => {
  const { db } = plane.plane().app.database.system
  const node = newId()
  await db.execute(sql`
    insert into nodes (id, organization_id, cluster_id, name, ready, schedulable, labels, taints, capacity, allocatable, gpu, status_boot_id, status_seq, gone_at)
    values (${node}, ${plane.organizationId()}, ${ids.cluster}, 'gpu-1', true, true, '{}', '[]', '{}', '{}',
            '{"model":"H100","count":8,"memoryMib":1}', 'x', 0, now())`)
  const run = await held('speech', { gpu: 1, from: hoursAgo(8), to: hoursAgo(7) })
  await db.execute(
    sql`update runs set node_ids = ${JSON.stringify([node, newId()])}::jsonb, replicas = 2 where id = ${run}`,
  )
  await plane.plane().app.database.system.sql`delete from usage_rollups`
  while ((await rollUpUsage(plane.plane().app)) > 0);
  const [row] = await db.execute<{ models: Record<string, number> }>(
    sql`select gpu_by_model as models from usage_hours where hour = ${hoursAgo(8).toISOString()}::timestamptz`,
  )
  expect(row?.models).toEqual({ '': 3600, H100: 3600 })
  // One GPU hour at the price of the pool from before it was set, which is none, and one at the price of its model.
  const { body } = await plane.api<Usage>('GET', `/usage?${range(8, 7)}`)
  expect(body.total).toMatchObject({ cost: 90, unpriced: 1 })
})

test('the costs of the workloads of a project are together what the usage report says of it, to the cent', async () => {
  // Half an hour at one price and twenty minutes at the next, begun and ended inside of hours.
  await plane.api('POST', '/prices', { amount: 3, gpuModel: 'A100', validFrom: hoursAgo(11).toISOString() })
  await plane.api('POST', '/prices', { amount: 6, gpuModel: 'A100', validFrom: hoursAgo(10).toISOString() })
  const { db } = plane.plane().app.database.system
  const node = newId()
  await db.execute(sql`
    insert into nodes (id, organization_id, cluster_id, name, ready, schedulable, labels, taints, capacity, allocatable, gpu, status_boot_id, status_seq)
    values (${node}, ${plane.organizationId()}, ${ids.cluster}, 'gpu-2', true, true, '{}', '[]', '{}', '{}',
            '{"model":"A100","count":8,"memoryMib":1}', 'x', 0)`)
  const from = new Date(hoursAgo(10).getTime() - HOUR_MS / 2)
  const split = await held('vision', {
    gpu: 2,
    from,
    to: new Date(hoursAgo(10).getTime() + HOUR_MS / 3),
    name: 'split',
  })
  await db.execute(sql`update runs set node_ids = ${JSON.stringify([node])}::jsonb where id = ${split}`)
  await plane.plane().app.database.system.sql`delete from usage_rollups`
  while ((await rollUpUsage(plane.plane().app)) > 0);
  type Row = Workload & { cost: { cost: number | null; gpuHours: number; currency: string } }
  const detail = await plane.api<Row>('GET', '/workloads/split')
  expect(detail.body.cost).toMatchObject({ currency: 'EUR', gpuHours: 1.667, cost: 7, unpriced: 0, expected: null })
  // Of work that has not ended, the report and the list go on between two questions: it is left out of both.
  await db.execute(
    sql`update runs set finished_at = ${hoursAgo(1).toISOString()}::timestamptz where finished_at is null`,
  )
  await plane.plane().app.database.system.sql`delete from usage_rollups`
  while ((await rollUpUsage(plane.plane().app)) > 0);
  for (const project of ['vision', 'speech']) {
    const report = await plane.api<Usage>('GET', `/usage?${range(24, -1)}&project=${project}`)
    const list = await plane.api<{ items: Row[] }>('GET', `/workloads?project=${project}&cost=true`)
    const costs = list.body.items.map(({ cost }) => cost)
    const sum = (values: (number | null)[]) => values.reduce((all: number, value) => all + (value ?? 0), 0)
    expect(report.body.total.cost, project).toBeGreaterThan(0)
    expect(sum(costs.map(({ cost }) => cost))).toBeCloseTo(report.body.total.cost ?? NaN, 2)
    expect(sum(costs.map(({ gpuHours }) => gpuHours))).toBeCloseTo(report.body.total.gpu.allocated, 2)
  }
  // Nobody pays for reckoning it: a list that was not asked says nothing of costs.
  const plain = await plane.api<{ items: Workload[] }>('GET', '/workloads')
  expect(plain.body.items.every((row) => !('cost' in row))).toBe(true)
})

test('work that waits is told what it may cost once work like it has ended, and at its time limit', async () => {
  const submit = async (name: string) =>
    await plane.api('POST', '/workloads', {
      project: 'vision',
      name,
      spec: { command: ['true'], resources: { gpu: 3 }, timeout: 4 * 3600 },
    })
  await submit('may-cost')
  type Detail = Workload & { cost: { cost: number; expected: unknown; limit: number | null } }
  const cost = async () => (await plane.api<Detail>('GET', '/workloads/may-cost')).body.cost
  // Two models have prices of their own, and on which it will run is not known.
  expect(await cost()).toMatchObject({ cost: 0, gpuHours: 0, expected: null, limit: null })
  const { db } = plane.plane().app.database.system
  const [node] = await db.execute<{ id: string }>(sql`select id from nodes where name = 'gpu-2'`)
  for (const hours of [1, 2, 3, 4, 5]) {
    const run = await held('vision', { gpu: 3, from: hoursAgo(12 + hours), to: hoursAgo(12), name: `like-${hours}` })
    await db.execute(sql`
      update runs set phase = 'SUCCEEDED', node_ids = ${JSON.stringify([node?.id])}::jsonb where id = ${run}`)
  }
  // Three GPUs at the price of the pool, 1 an hour: three hours in the half of all, and never longer than its limit of four.
  expect(await cost()).toMatchObject({ cost: 0, expected: { p50: 9, p90: 12, samples: 5 }, limit: 12 })
})

test('nobody is told of projects that they may not see', async () => {
  const speech = await plane.as('viewer', { kind: 'project', id: ids.speech })
  const usage = await speech<Usage>('GET', `/usage?${range(6, -1)}`)
  expect(usage.body.lines.map(({ name }) => name)).toEqual(['speech'])
  const vision = await plane.as('viewer', { kind: 'project', id: ids.vision })
  expect((await vision<Idle>('GET', '/usage/idle')).body.items).toEqual([])
})

test('days begin where the reader is, and a range or zone that makes no sense is refused by its name', async () => {
  const { status, body } = await plane.api<Usage>('GET', `/usage?${range(24 * 5, -1)}&zone=Asia/Tokyo`)
  expect(status).toBe(200)
  expect(body.bucket).toBe('day')
  for (const { at } of body.points) expect(at).toMatch(/T15:00:00Z$/)
  const zone = await plane.api<{ error: { message: string } }>('GET', '/usage?zone=Moon/Base')
  expect(zone.body.error.message).toBe('there is no time zone Moon/Base')
  expect((await plane.api('GET', `/usage?${range(3, 6)}`)).status).toBe(400)
})

function range(from: number, to: number): string {
  return `from=${hoursAgo(from).toISOString()}&to=${hoursAgo(to).toISOString()}`
}

function secondsNow(): number {
  return Math.floor((Date.now() % HOUR_MS) / 1000)
}

/** A run as the scheduler and an agent would leave it. */
async function held(
  project: 'vision' | 'speech',
  what: { gpu: number; from: Date; to?: Date; name?: string },
): Promise<string> {
  const { body } = await plane.api<{ id: string }>('POST', '/workloads', {
    project,
    ...(what.name === undefined ? {} : { name: what.name }),
    spec: { command: ['true'], resources: { gpu: what.gpu } },
  })
  const id = newId()
  await plane.plane().app.database.system.db.execute(sql`
    insert into runs (id, organization_id, workload_id, project_id, node_pool_id, cluster_id, generation, node_names, node_ids,
                      replicas, requests, round_id, assigned_at, started_at, finished_at, status_seq)
    values (${id}, ${plane.organizationId()}, ${body.id}, ${ids[project]}, ${ids.pool}, ${ids.cluster}, 1, '[]', '[]', 1,
            ${JSON.stringify({ gpu: what.gpu * 1000, cpu: 500 })}::jsonb, 1, ${what.from.toISOString()}::timestamptz,
            ${what.from.toISOString()}::timestamptz, ${what.to?.toISOString() ?? null}::timestamptz, 0)`)
  return id
}

async function sampled(
  run: string,
  metric: string,
  hour: Date,
  values: number[],
  offsets = values.map((_, index) => index * 15),
) {
  const { db } = plane.plane().app.database.system
  await db.execute(sql`
    insert into metric_series (organization_id, cluster_id, kind, key, metric)
    values (${plane.organizationId()}, ${ids.cluster}, 'run', ${run}, ${metric}) on conflict do nothing`)
  await db.execute(sql`
    insert into metric_points (organization_id, series_id, hour, offsets, values)
    select organization_id, id, ${hour.toISOString()}::timestamptz, ${`{${offsets.join(',')}}`}::int[], ${`{${values.join(',')}}`}::real[]
    from metric_series where key = ${run} and metric = ${metric}`)
}
