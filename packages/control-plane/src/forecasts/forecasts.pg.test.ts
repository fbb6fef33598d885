import { beforeAll, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../test/scene.ts'
import type { Calibration } from './schemas.ts'

const plane = useControlPlane({ FAIRLEAD_FORECAST_SECONDS: '1' })
let cluster: SceneCluster

interface View {
  startEstimate: { p50: string | null; p90: string | null; samples: number; madeAt: string } | null
}

beforeAll(async () => {
  await addProjects(plane, { team: 2, other: 0 })
  cluster = await addCluster(plane, [{ name: 'n1', gpus: 2 }])
})

test('waiting work has a forecast of its start, and the forecast is held against what happens', async () => {
  const { agent } = cluster
  const spec = { resources: { gpu: 2, cpu: '10m' }, timeout: '30m' }
  const first = await submit(plane.api, 'team', 'first', spec)
  agent.reportRun(await itemOf(agent, first.id), 'RUNNING', { startedAgoMs: 600_000 })
  await inPhase(plane.api, first.id, 'RUNNING')
  const second = await submit(plane.api, 'team', 'second', spec)
  const { startEstimate } = await eventually(
    'a forecast',
    async () => {
      const { body } = await plane.api<View>('GET', `/workloads/${second.id}`)
      return body.startEstimate ? (body as View) : undefined
    },
    20_000,
  )
  const { p50, p90, madeAt, samples } = startEstimate ?? { p50: null, p90: null, madeAt: '', samples: 0 }
  expect(samples).toBeGreaterThan(0)
  // It has run for 10 of at most 30 minutes.
  const inMs = (time: string | null) => Date.parse(time ?? '') - Date.parse(madeAt)
  expect(inMs(p50)).toBeGreaterThan(0)
  expect(inMs(p90)).toBeGreaterThanOrEqual(inMs(p50))
  expect(inMs(p90)).toBeLessThan(21 * 60_000)

  agent.reportRun(await itemOf(agent, first.id), 'SUCCEEDED', { exitCode: 0 })
  agent.reportRun(await itemOf(agent, second.id), 'RUNNING', { startedAgoMs: 0 })
  await inPhase(plane.api, second.id, 'RUNNING')
  const calibration = await eventually('a forecast that was put to the test', async () => {
    const { body } = await plane.api<Calibration>('GET', '/forecasts/calibration')
    return body.all.count > 0 ? body : undefined
  })
  expect(calibration.all).toEqual({ count: 1, p50Held: 1, p90Held: 1 })
  // One forecast, and it had to wait: `all` tells no more than `waiting`, and the class of its wait the same.
  expect(calibration.waiting).toMatchObject({ count: 1, p50Held: 1, p90Held: 1, p50Drawn: 1, p90Drawn: 1 })
  expect(calibration.startsNow).toEqual({ count: 0, held: null })
  expect(calibration.byWait).toMatchObject([{ count: 1, p90Held: 1 }])
  expect(calibration.pools).toMatchObject([{ nodePool: { name: 'default' }, count: 1 }])
  const metrics = await eventually('gauges', async () => {
    const text = await (await fetch(`${plane.url()}/metrics`)).text()
    return text.includes('fairlead_forecasts_held_ratio{quantile="0.9"} 1') ? text : undefined
  })
  expect(metrics).toContain('fairlead_forecasts_known 1')
  expect((await plane.api<View>('GET', `/workloads/${second.id}`)).body.startEstimate).toBeNull()
})

test('a dry run of work that would wait says when it would start', async () => {
  const { body } = await plane.api<{ outlook: { outcome: string; start: View['startEstimate'] } }>(
    'POST',
    '/workload-previews',
    { project: 'team', spec: { command: ['true'], resources: { gpu: 2 } } },
  )
  expect(body.outlook.outcome).toBe('WAITS')
  expect(body.outlook.start).toMatchObject({ samples: 20 })
  expect(body.outlook.start?.p50).not.toBeNull()
})

test('what can never start has no time', async () => {
  const giant = await submit(plane.api, 'team', 'giant', { resources: { gpu: 64 } })
  await eventually('it is explained', async () => {
    const { body } = await plane.api<{ permanent: boolean }>('GET', `/workloads/${giant.id}/why`)
    return body.permanent ? true : undefined
  })
  const waiter = await submit(plane.api, 'team', 'waiter', { resources: { gpu: 2 }, timeout: '30m' })
  await eventually(
    'a pass has gone by',
    async () => {
      const { body } = await plane.api<View>('GET', `/workloads/${waiter.id}`)
      return body.startEstimate ? true : undefined
    },
    20_000,
  )
  expect((await plane.api<View>('GET', `/workloads/${giant.id}`)).body.startEstimate?.p50 ?? null).toBeNull()
})
