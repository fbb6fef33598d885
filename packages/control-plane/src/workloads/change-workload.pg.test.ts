import { beforeAll, expect, test } from 'vitest'
import { eventually, useControlPlane, type Answer, type Call } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../test/scene.ts'
import type { Pending } from '../queue/schemas.ts'
import type { TimelineEvent, Workload } from './schemas.ts'

const plane = useControlPlane()
let cluster: SceneCluster

beforeAll(async () => {
  await addProjects(plane, { vision: 4, speech: 4 })
  cluster = await addCluster(plane, [{ name: 'gpu-1', gpus: 8 }])
})

type Refused = { error: { code: string; message: string; hint: string; issues: { path: string; message: string }[] } }
type Detail = Workload & { spec: Record<string, unknown>; warnings: string[] }

async function change(name: string, fields: object, api: Call = plane.api): Promise<Answer<Detail & Refused>> {
  return await api('PATCH', `/workloads/${name}`, { project: 'vision', ...fields })
}

async function detail(name: string): Promise<Detail> {
  return (await plane.api<Detail>('GET', `/workloads/${name}`)).body
}

async function line(): Promise<string[]> {
  return (await plane.api<Pending>('GET', '/queue/pending?project=vision')).body.items.map(({ name }) => name)
}

/** Work for 64 GPUs, which no node has. */
const endless = { resources: { gpu: 64, cpu: '10m' } }

test('what waits is changed in every field that it may change in, and keeps its place', async () => {
  for (const name of ['first', 'second', 'third']) await submit(plane.api, 'vision', name, endless)
  await plane.api('POST', '/node-pools', { name: 'other', selector: { never: 'there' } })
  const before = await detail('second')
  const { status, body } = await change('second', {
    labels: { team: 'a' },
    spec: {
      replicas: 4,
      replicasMin: 2,
      resources: { gpu: 32, memory: '2Gi' },
      preemptible: false,
      timeout: '2h',
      placement: {
        fallbackPools: ['other'],
        clusters: [cluster.name],
        nodeSelector: { disk: 'fast' },
        apartBy: 'node',
      },
    },
  })
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body).toMatchObject({
    labels: { team: 'a' },
    replicas: 4,
    requests: { gpu: 32_000, memory: 2_048, cpu: 10 },
    preemptible: false,
    submittedAt: before.submittedAt,
    status: { phase: 'QUEUED' },
  })
  expect(body.warnings.join()).toContain('it can never start as things stand')
  expect((await detail('second')).spec).toMatchObject({
    replicas: 4,
    replicasMin: 2,
    timeout: 7_200,
    placement: { clusterIds: [cluster.id], nodeSelector: { disk: 'fast' }, apartBy: 'node' },
  })
  expect(await line()).toEqual(['first', 'second', 'third'])

  await change('second', {
    spec: {
      replicasMin: null,
      timeout: null,
      priority: 'high',
      placement: { clusters: [], apartBy: null, nodePool: 'other' },
    },
  })
  const { spec, ...after } = await detail('second')
  expect(after).toMatchObject({ priority: 125, preemptible: false, nodePool: { name: 'other' } })
  expect(spec).toMatchObject({ timeout: null, placement: { clusterIds: [], nodeSelector: { disk: 'fast' } } })
  expect(spec).not.toHaveProperty('replicasMin')
  expect(spec['placement']).not.toHaveProperty('apartBy')
  // The pool that is now first is no fallback any more.
  expect(spec['placement']).not.toHaveProperty('fallbackPoolIds')
})

test('a change is told in the timeline and the audit log with what was before, and one that changes nothing is not', async () => {
  await change('third', { spec: { replicas: 2, resources: { gpu: 48 } } })
  await change('third', { spec: { replicas: 2, resources: { gpu: 48 } } })
  const timeline = await plane.api<{ items: TimelineEvent[] }>('GET', '/workloads/third/timeline')
  const told = timeline.body.items.filter(({ message }) => message.startsWith('changed by'))
  expect(told).toHaveLength(1)
  expect(told[0]?.message).toMatch(/: replicas from 1 to 2, gpu from 64000 to 48000$/)
  const audit = await plane.api<{ items: { data: object }[] }>('GET', '/audit?action=workload.change')
  expect(audit.body.items[0]?.data).toEqual({
    project: 'vision',
    changes: [
      { path: 'spec.replicas', from: 1, to: 2 },
      { path: 'spec.resources.gpu', from: 64_000, to: 48_000 },
    ],
  })
})

test('what was blocked starts at the size that it was given', async () => {
  const work = await submit(plane.api, 'vision', 'large', endless)
  await eventually('it is known that it never starts', async () => {
    const { body } = await plane.api<{ permanent: boolean }>('GET', `/workloads/${work.id}/why`)
    return body.permanent || undefined
  })
  const { body } = await change('large', { spec: { replicas: 2, resources: { gpu: 1 } } })
  expect(body.warnings).toEqual([])
  const item = await itemOf(cluster.agent, work.id)
  expect(item.body).toMatchObject({ spec: { replicas: 2, resources: { gpu: 1_000, cpu: 10 } } })

  await inPhase(plane.api, work.id, 'ASSIGNED')
  const refused = await change('large', {
    spec: { replicas: 3, timeout: '1h', priority: 'medium', preemptible: false },
  })
  expect(refused.status).toBe(409)
  expect(refused.body.error.message).toBe(
    '"large" is ASSIGNED: spec.preemptible, spec.replicas cannot be changed any more',
  )
  expect(refused.body.error.issues.map(({ path }) => path)).toEqual(['spec.preemptible', 'spec.replicas'])
  expect(refused.body.error.hint).toContain('fairlead stop large')
  expect((await change('large', { spec: { priority: 'medium' } })).body).toMatchObject({ priority: 80, replicas: 2 })
  await plane.api('POST', '/workloads/large/cancel')
  const ended = await change('large', { spec: { priority: 'low' } })
  expect([ended.status, ended.body.error.message]).toEqual([409, '"large" is CANCELLING and cannot be changed'])
})

test.each([
  [{ spec: { replicasMin: 3, replicas: 2 } }, 'spec.replicasMin', '2 replicas are fewer than the 3'],
  [{ spec: { resources: { gpu: 1.5 } } }, 'spec.resources.gpu', 'whole devices'],
  [{ spec: { resources: { cpu: -1 } } }, 'spec.resources.cpu', ''],
  [{ spec: { replicas: 0 } }, 'spec.replicas', ''],
  [{ spec: { size: 'enormous' } }, 'spec.size', 'one of'],
  [{ spec: { placement: { fallbackPools: ['default'] } } }, 'spec.placement.fallbackPools.0', 'named twice'],
  [
    { spec: { placement: { nodeRules: [{ key: 'a', operator: 'In', values: [] }] } } },
    'spec.placement.nodeRules.0.values',
    '',
  ],
  [{ spec: { command: ['false'] } }, 'spec', 'command'],
  [{ spec: { placement: { zone: 'a' } } }, 'spec.placement', 'zone'],
])('%j is refused where it is wrong', async (fields, path, message) => {
  const { status, body } = await change('first', fields)
  expect(status, JSON.stringify(body)).toBe(400)
  expect(body.error.issues.map((issue) => issue.path)).toContain(path)
  expect(JSON.stringify(body.error.issues)).toContain(message)
})

test('somebody without control of the project changes nothing', async () => {
  const projects = await plane.api<{ items: { id: string; name: string }[] }>('GET', '/projects')
  const { id } = projects.body.items.find(({ name }) => name === 'vision')!
  const viewer = await plane.as('viewer', { kind: 'project', id })
  expect((await change('first', { spec: { replicas: 2 } }, viewer)).status).toBe(403)
  expect((await detail('first')).replicas).toBe(1)
})
