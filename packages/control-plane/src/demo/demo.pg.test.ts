import { beforeAll, describe, expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import type { DemoRemoved, DemoSeeded } from './schemas.ts'

const plane = useControlPlane()
let demo: DemoSeeded

interface Count extends Record<string, unknown> {
  count: number
}

/** Across organizations: there is one. */
async function rows<T extends Record<string, unknown>>(statement: string): Promise<T[]> {
  return await plane.plane().app.database.system.sql.unsafe<T[]>(statement)
}

async function countOf(statement: string): Promise<number> {
  return (await rows<Count>(`select count(*)::int as count from ${statement}`))[0]?.count ?? -1
}

describe('a demo in an empty organization', () => {
  beforeAll(async () => {
    const { status, body } = await plane.api<DemoSeeded>('POST', '/demo', { size: 'small', seed: 5 })
    expect(status, JSON.stringify(body)).toBe(201)
    demo = body
  }, 180_000)

  test('says what it has made, and all of it is there', async () => {
    const { ended, running, waiting } = demo.workloads
    expect(ended + running + waiting).toBe(1200)
    expect(await countOf('workloads')).toBe(1200)
    expect(await countOf("workloads where phase = 'QUEUED'")).toBe(waiting)
    expect(await countOf('workloads where finished_at is not null')).toBe(ended)
    expect(await countOf('runs')).toBe(demo.runs)
    expect(await countOf('nodes')).toBe(demo.nodes)
    expect(running).toBeGreaterThan(0)
    expect(waiting).toBeGreaterThan(0)
    const { body } = await plane.api<{ workloads: Record<string, number>; clusters: unknown }>('GET', '/overview')
    expect(body.workloads['QUEUED']).toBe(waiting)
    expect(body.clusters).toEqual({ total: 2, connected: 0 })
  })

  test('never gave a device to two runs', async () => {
    const overdrawn = await rows(`
      with moves as (
        select n.id, r.requests->>'gpu' as gpu, r.assigned_at as at, 1 as sign
        from runs r cross join lateral jsonb_array_elements_text(r.node_ids) as h(id) join nodes n on n.id = h.id::uuid where r.requests ? 'gpu'
        union all
        select n.id, r.requests->>'gpu', r.finished_at, -1
        from runs r cross join lateral jsonb_array_elements_text(r.node_ids) as h(id) join nodes n on n.id = h.id::uuid
        where r.requests ? 'gpu' and r.finished_at is not null
      ), held as (
        select id, at, sum(sum(gpu::bigint * sign)) over (partition by id order by at) as held from moves group by id, at
      )
      select n.name, held from held join nodes n on n.id = held.id where held.held > (n.allocatable->>'gpu')::bigint limit 5`)
    expect(overdrawn).toEqual([])
  })

  test('tells each life in order, and once', async () => {
    // A run comes after its submission, starts after its decision, ends after its start; and one of a workload after the other.
    expect(
      await countOf(`runs r join workloads w on w.id = r.workload_id
        where r.assigned_at < w.submitted_at or r.started_at < r.assigned_at or r.finished_at < coalesce(r.started_at, r.assigned_at)`),
    ).toBe(0)
    expect(
      await countOf(`runs a join runs b on b.workload_id = a.workload_id and b.generation = a.generation + 1
        where a.finished_at is null or b.assigned_at < a.finished_at`),
    ).toBe(0)
    expect(await countOf("workloads where phase in ('QUEUED', 'RUNNING') and finished_at is not null")).toBe(0)
    // The last line of a timeline says how the workload stands.
    expect(
      await countOf(`workloads w cross join lateral (
          select phase from workload_events e where e.workload_id = w.id order by e.at desc, e.id desc limit 1) e
        where e.phase <> w.phase`),
    ).toBe(0)
    expect(await countOf("audit_entries where action = 'workload.submit'")).toBe(1200)
    expect(await countOf("audit_entries where action = 'workload.cancel'")).toBe(
      await countOf("workloads where phase = 'CANCELLED'"),
    )
  })

  test('shows the same figures wherever one looks', async () => {
    type Amounts = Record<string, number>
    const overview = await plane.api<{ capacity: Record<string, { total: number; allocated: number }> }>(
      'GET',
      '/overview',
    )
    const clusters = await plane.api<{ items: { capacity: Amounts; allocated: Amounts; runs: number }[] }>(
      'GET',
      '/clusters',
    )
    const sum = (of: (cluster: (typeof clusters.body.items)[number]) => number | undefined) =>
      clusters.body.items.reduce((total, one) => total + (of(one) ?? 0), 0)
    expect(sum(({ allocated }) => allocated['gpu'])).toBe(overview.body.capacity['gpu']?.allocated)
    expect(sum(({ capacity }) => capacity['gpu'])).toBe(overview.body.capacity['gpu']?.total)
    expect(sum(({ runs }) => runs)).toBe(demo.workloads.running)
    const desired = await countOf('desired where deleted_at is null')
    expect(desired).toBe(demo.workloads.running)
    const usage = await plane.api<{ total: { gpu: { allocated: number } } }>('GET', `/usage?from=${demo.from}`)
    const [held] = await rows<{ hours: number }>(`
      select sum((r.requests->>'gpu')::float8 / 1000 * r.replicas
                 * extract(epoch from coalesce(r.finished_at, now()) - r.assigned_at) / 3600)::float8 as hours from runs r`)
    expect(usage.body.total.gpu.allocated / (held?.hours ?? 0)).toBeCloseTo(1, 2)
    const top = await plane.api<{ lines: { used: Amounts; allocated: Amounts }[] }>('GET', '/top?by=project')
    const allocated = top.body.lines.reduce((total, line) => total + (line.allocated['gpu'] ?? 0), 0)
    expect(allocated).toBe(overview.body.capacity['gpu']?.allocated)
  })

  test('tells the same of the whole month in Usage, in its lines, in its series and in the graphs of the clusters', async () => {
    type Gpu = { gpu: { allocated: number; measured: number; used: number } }
    const from = `from=${demo.from}`
    const { body: usage } = await plane.api<{ total: Gpu; lines: (Gpu & { name: string })[]; points: Gpu[] }>(
      'GET',
      `/usage?${from}&by=cluster`,
    )
    const { allocated, measured } = usage.total.gpu
    const sum = (all: readonly Gpu[]) => all.reduce((total, { gpu }) => total + gpu.allocated, 0)
    // Each is rounded to a thousandth.
    expect(sum(usage.lines)).toBeCloseTo(allocated, 1)
    expect(sum(usage.points)).toBeCloseTo(allocated, 1)
    expect(usage.points.length).toBeGreaterThanOrEqual(30)
    expect(measured / allocated).toBeGreaterThan(0.95)
    const clusters = await plane.api<{ items: { name: string; capacity: Record<string, number> }[] }>(
      'GET',
      '/clusters',
    )
    for (const { name, capacity } of clusters.body.items) {
      const { body } = await plane.api<{ series: { points: [number, number][] }[] }>(
        'GET',
        `/metrics?cluster=${name}&total=true&metric=gpu&stepSeconds=3600&${from}&to=${demo.until}`,
      )
      const points = body.series[0]?.points ?? []
      expect(points.length).toBeGreaterThan(29 * 24)
      // A percentage of all devices of the cluster, each for an hour: the area under the line.
      const area = points.reduce((hours, [, percent]) => hours + (percent / 100) * ((capacity['gpu'] ?? 0) / 1000), 0)
      const used = usage.lines.find((line) => line.name === name)?.gpu.used ?? 0
      expect(area / used, name).toBeGreaterThan(0.93)
      expect(area / used, name).toBeLessThan(1.07)
    }
  })

  test('is refused where there is something already, with the way out', async () => {
    const { status, body } = await plane.api<{ error: { message: string; hint: string } }>('POST', '/demo', {})
    expect(status).toBe(409)
    expect(body.error.message).toContain('2 clusters')
    expect(body.error.hint).toContain('fairlead demo remove')
  })

  test('goes as if it had never been, but for the audit log, and leaves what is not of it', async () => {
    await plane.api('POST', '/departments', { name: 'our-own' })
    const entries = await countOf('audit_entries')
    const { status, body } = await plane.api<DemoRemoved>('DELETE', '/demo')
    expect(status).toBe(200)
    expect(body).toEqual({ clusters: 2, departments: 3, projects: 10, users: 18, workloads: 1200 })
    const left = [
      'clusters',
      'nodes',
      'projects',
      'workloads',
      'runs',
      'workload_events',
      'quotas',
      'desired',
      'metric_series',
      'metric_points',
      'queue_standings',
      'usage_hours',
    ]
    for (const table of left) expect(await countOf(table), table).toBe(0)
    expect(await countOf('departments')).toBe(1)
    expect(await countOf('node_pools')).toBe(1)
    expect(await countOf('audit_entries')).toBe(entries + 1)
    expect((await plane.api('DELETE', '/demo')).status).toBe(404)
    const again = await plane.api<{ error: { message: string; hint: string } }>('POST', '/demo', {})
    expect(again.body.error.message).toContain('1 department')
    expect(again.body.error.hint).toContain('npm start -- --empty')
  })
})
