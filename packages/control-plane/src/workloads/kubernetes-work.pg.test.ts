import type { PodSpec, RunBody } from '@fairlead/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, type SceneCluster } from '../../test/scene.ts'

const plane = useControlPlane()
let cluster: SceneCluster

interface Refused {
  error: { code: string; message: string; issues: { path: string; message: string }[] }
}

beforeAll(async () => {
  await addProjects(plane, { vision: 8, speech: 0 })
  cluster = await addCluster(plane, [{ name: 'n1', gpus: 8 }])
})

async function submitted(request: Record<string, unknown>): Promise<{ id: string; body: RunBody['spec'] }> {
  const { status, body } = await plane.api<{ id: string }>('POST', '/workloads', { project: 'vision', ...request })
  expect(status, JSON.stringify(body)).toBe(201)
  const item = await itemOf(cluster.agent, body.id)
  return { id: body.id, body: (item.body as RunBody).spec }
}

async function refusal(request: Record<string, unknown>, expected = 400): Promise<Refused['error']> {
  const { status, body } = await plane.api<Refused>('POST', '/workloads', { project: 'vision', ...request })
  expect(status).toBe(expected)
  return body.error
}

describe('what reaches an agent', () => {
  test('an image with nothing said asks for 500m and 1Gi, and may use 2000m and 4Gi', async () => {
    const { body } = await submitted({ spec: { image: 'r/x:1' } })
    expect(body).toMatchObject({ resources: { cpu: 500, memory: 1024 }, command: [], timeoutSeconds: 3600 })
    expect(body.pod).toEqual({
      engine: 'auto',
      limits: { cpu: 2000, memory: 4096 },
      imagePullSecrets: [],
      tolerations: [],
      volumes: [],
      connections: [],
      ports: [],
      keepSeconds: 300,
    } satisfies PodSpec)
  })

  test('a plain command has no pod, so that a host can run it', async () => {
    const { body } = await submitted({ spec: { command: ['true'] } })
    expect(body).not.toHaveProperty('pod')
  })

  test('each of the sizes that come with the product is what it says', async () => {
    for (const [size, cores, coresMax, gib] of [
      ['small', 1, 2, 8],
      ['medium', 3, 6, 24],
      ['large', 7, 14, 56],
      ['x-large', 15, 30, 120],
    ] as const) {
      const { body, id } = await submitted({ spec: { image: 'r/x:1', size } })
      expect(body.resources, size).toEqual({ cpu: cores * 1000, memory: gib * 1024 })
      expect(body.pod?.limits, size).toEqual({ cpu: coresMax * 1000, memory: gib * 1024 })
      await plane.api('POST', `/workloads/${id}/cancel`)
    }
  })

  test('each of the job types has its own amounts, and its name travels', async () => {
    for (const [template, cores, coresMax, gib, gibMax] of [
      ['pipeline_execution', 1, 2, 2, 4],
      ['ml_training', 4, 8, 8, 16],
      ['ml_inference', 1, 2, 2, 4],
      ['digital_twin_update', 2, 4, 4, 8],
    ] as const) {
      const { body, id } = await submitted({ spec: { image: 'r/x:1', template } })
      expect(body.jobType).toBe(template)
      expect(body.resources, template).toEqual({ cpu: cores * 1000, memory: gib * 1024 })
      expect(body.pod?.limits, template).toEqual({ cpu: coresMax * 1000, memory: gibMax * 1024 })
      expect(body.timeoutSeconds).toBe(3600)
      await plane.api('POST', `/workloads/${id}/cancel`)
    }
  })

  test('a stress test is an evaluation with 72 hours, whose objects stay two days', async () => {
    const config = { run_name: 'a', data_info: { label_col: 'y' } }
    const { body, id } = await submitted({ spec: { template: 'stress_test', image: 'r/x:1', config } })
    expect(body).toMatchObject({
      workload: { kind: 'evaluation' },
      timeoutSeconds: 72 * 3600,
      pod: { limits: { cpu: 3000, memory: 8000 }, keepSeconds: 172_800, config },
    })
    const { body: shown } = await plane.api<{ spec: { retry: unknown } }>('GET', `/workloads/${id}`)
    expect(shown.spec.retry).toMatchObject({ max: 0 })
  })

  test('what serves has no time limit and is not preemptible', async () => {
    const { body, id } = await submitted({ kind: 'endpoint', spec: { image: 'r/x:1', ports: [8080] } })
    expect(body).not.toHaveProperty('timeoutSeconds')
    const { body: shown } = await plane.api('GET', `/workloads/${id}`)
    expect(shown).toMatchObject({ kind: 'endpoint', preemptible: false, priority: 150 })
  })

  test('a workload can be submitted again from what the API shows of it', async () => {
    const spec = {
      image: 'r/x:1',
      ports: [8080],
      volumes: [{ type: 'own', name: 'home', mountPath: '/home', size: '2Gi' }],
      limits: { memory: '2Gi' },
      serving: { healthPath: '/healthz' },
    }
    const first = await submitted({ kind: 'endpoint', spec })
    const { body: shown } = await plane.api<{ spec: Record<string, unknown> }>('GET', `/workloads/${first.id}`)
    const { placement: _ids, resources: _amounts, ...same } = shown.spec
    const second = await submitted({ kind: 'endpoint', spec: same })
    expect(second.body.pod).toEqual(first.body.pod)
  })
})

describe('what is refused', () => {
  test('an unknown template or size, with those that there are', async () => {
    expect((await refusal({ spec: { image: 'r/x:1', template: 'ml_trainig' } }, 422)).message).toBe(
      'there is no template "ml_trainig"; there is: digital_twin_update, ml_inference, ml_training, pipeline_execution, stress_test',
    )
    expect((await refusal({ spec: { image: 'r/x:1', size: 'huge' } })).issues).toEqual([
      { path: 'spec.size', message: 'one of small, medium, large, x-large' },
    ])
  })

  test('a kind that its template does not make', async () => {
    const { issues } = await refusal({ kind: 'endpoint', spec: { image: 'r/x:1', template: 'ml_training' } })
    expect(issues).toEqual([{ path: 'kind', message: 'job, or absent' }])
  })

  test('a spec that no frame of the protocol could carry', async () => {
    const config = { table: 'x'.repeat(600_000) }
    const { message } = await refusal({ kind: 'evaluation', spec: { image: 'r/x:1', config } })
    expect(message).toMatch(/^its spec is 587 KiB, and 512 KiB is the most/)
  })

  test('a secret in what an evaluation is given', async () => {
    const config = { store: { password: 'hunter2-canary' } }
    const { code, issues } = await refusal({ kind: 'evaluation', spec: { image: 'r/x:1', config } }, 422)
    expect([code, issues[0]?.path]).toEqual(['SECRET_IN_SPEC', 'spec.config.store.password'])
  })
})

describe('what a command tells of itself', () => {
  test('is shown, stays when a later report leaves it out, and outlives the run', async () => {
    const { id } = await submitted({ spec: { image: 'r/x:1' } })
    const item = await itemOf(cluster.agent, id)
    const replicas = [{ index: 0, phase: 'RUNNING' as const }]
    cluster.agent.reportRun(item, 'RUNNING', { progress: 0.4, figures: { loss: 0.5 }, address: 'a.b.svc:80', replicas })
    await eventually('its progress is known', async () => {
      const { body } = await plane.api<{ progress: number | null }>('GET', `/workloads/${id}`)
      return body.progress === null ? undefined : true
    })
    const { body: live } = await plane.api('GET', `/workloads/${id}`)
    expect(live).toMatchObject({ progress: 0.4, figures: { loss: 0.5 }, result: null, address: 'a.b.svc:80' })
    expect(live).toMatchObject({ replicas: 1, replicasRunning: 1 })
    cluster.agent.reportRun(item, 'SUCCEEDED', { exitCode: 0, result: { note: 'a\u0000b\uD800', passed: 3 } })
    await inPhase(plane.api, id, 'SUCCEEDED')
    const { body: ended } = await plane.api('GET', `/workloads/${id}`)
    expect(ended).toMatchObject({ progress: 0.4, figures: { loss: 0.5 }, result: { passed: 3 }, address: null })
    expect(ended).toMatchObject({ replicasRunning: null })
    const { body: runs } = await plane.api<{ items: unknown[] }>('GET', `/workloads/${id}/runs`)
    expect(runs.items[0]).toMatchObject({ progress: 0.4, result: { passed: 3 } })
  })

  test('is left out when it is larger than a result may be', async () => {
    const { id } = await submitted({ spec: { image: 'r/x:1' } })
    const item = await itemOf(cluster.agent, id)
    cluster.agent.reportRun(item, 'SUCCEEDED', { exitCode: 0, result: { text: 'x'.repeat(70_000) } })
    await inPhase(plane.api, id, 'SUCCEEDED')
    expect((await plane.api('GET', `/workloads/${id}`)).body).toMatchObject({ result: null })
  })
})

test('while a cluster starts it, its cluster says what it waits for, and what helps', async () => {
  const { id } = await submitted({ spec: { image: 'r/x:1' } })
  const message = 'pulling r/x:1'
  cluster.agent.reportRun(await itemOf(cluster.agent, id), 'STARTING', { reason: 'IMAGE_PULLING', message })
  const { status } = await inPhase(plane.api, id, 'STARTING')
  expect(status).toMatchObject({ reason: 'IMAGE_PULLING', message, hint: expect.stringContaining('large image') })
  const { body } = await plane.api<{ headline: string }>('GET', `/workloads/${id}/why`)
  expect(body.headline).toMatch(/^it is being started on scene-\d+ \(n1\): pulling r\/x:1$/)
  cluster.agent.reportRun(await itemOf(cluster.agent, id), 'RUNNING')
  expect((await inPhase(plane.api, id, 'RUNNING')).status).toMatchObject({ reason: null, message: null })
})

describe('how a run ended', () => {
  test.each([
    ['ADMISSION_DENIED', 'FAILED', false, "the cluster's own rules refused it: no root"],
    ['DATA_NOT_FOUND', 'FAILED', false, 'data that it needs is not there: no root'],
    ['IMAGE_PULL', 'FAILED', true, 'its image could not be pulled: no root'],
  ] as const)(
    '%s leaves it %s, retryable %s, with a sentence and a hint',
    async (reason, phase, retryable, message) => {
      const { id } = await submitted({ spec: { image: 'r/x:1' } })
      cluster.agent.reportRun(await itemOf(cluster.agent, id), 'FAILED', { reason, message: 'no root' })
      const { status } = await inPhase(plane.api, id, phase)
      expect(status).toMatchObject({ reason, message, retryable, hint: expect.stringMatching(/\w/) })
    },
  )

  test('a full namespace sends it back to the queue, and costs no retry', async () => {
    const { id } = await submitted({ spec: { image: 'r/x:1' } })
    cluster.agent.reportRun(await itemOf(cluster.agent, id), 'FAILED', { reason: 'NAMESPACE_QUOTA', message: 'pods=0' })
    await inPhase(plane.api, id, 'QUEUED')
    expect((await plane.api('GET', `/workloads/${id}`)).body).toMatchObject({ failures: 0 })
  })
})
