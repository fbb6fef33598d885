import { beforeAll, expect, test } from 'vitest'
import { useControlPlane, type Answer } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../test/scene.ts'

const plane = useControlPlane()
let cluster: SceneCluster

interface Said {
  warnings: string[]
  error: { code: string; message: string; hint: string | null; issues: { path: string; message: string }[] }
}

/** Department-1 with vision (deserves 4) and speech (deserves 4), and a rival without quotas; eight GPUs in rack r1. */
beforeAll(async () => {
  await addProjects(plane, { vision: 4, speech: 4 })
  await plane.api('POST', '/departments', { name: 'rival' })
  await plane.api('POST', '/projects', { name: 'other', department: 'rival' })
  await plane.api('POST', '/node-pools', { name: 'racks', selector: { never: 'there' }, topology: ['zone', 'rack'] })
  await plane.api('POST', '/node-pools', { name: 'spare', selector: { never: 'here' } })
  cluster = await addCluster(plane, [{ name: 'gpu-1', gpus: 8, labels: { rack: 'r1' } }])
  await submit(plane.api, 'vision', 'waits', { resources: { gpu: 64 } })
})

const work = (spec: object) => ({ project: 'vision', spec: { command: ['true'], ...spec } })
const gang = { replicas: 2, replicasMin: 3 }
const row = { placement: { topology: { required: 'row' } } }
const twice = { placement: { nodePool: 'racks', fallbackPools: ['spare', 'racks'] } }
const quota = (gpu: object, more: object = {}) => ({ project: 'vision', gpu, ...more })

/** Each door, what is wrong, the field that is named, and what is said of it. */
const WRONG: [method: string, path: string, body: object, field: string, message: string][] = [
  ['POST', '/departments', { name: 'Research' }, 'name', 'lower-case'],
  ['POST', '/departments', { name: 'a', parent: 'b' }, '(root)', 'parent'],
  [
    'POST',
    '/projects',
    { name: 'x', department: 'rival', clusterRules: [{ key: 'a', operator: 'In', values: [] }] },
    'clusterRules.0.values',
    'needs a value',
  ],
  ['POST', '/projects', { name: 'x', department: 'rival', lostAfter: -1 }, 'lostAfter', ''],
  [
    'PATCH',
    '/projects/vision',
    { clusterRules: [{ key: 'a', operator: 'Gt', values: ['x'] }] },
    'clusterRules.0.values',
    'whole number',
  ],
  ['PATCH', '/projects/vision', { department: 'rival' }, '(root)', 'department'],
  ['POST', '/node-pools', { name: 'x', selector: {} }, 'selector', 'at least one label'],
  ['POST', '/node-pools', { name: 'x', selector: { a: 'b' }, minRuntime: -1 }, 'minRuntime', ''],
  [
    'POST',
    '/node-pools',
    { name: 'x', selector: { a: 'b' }, topology: ['zone', 'node'] },
    'topology.1',
    'level of every pool',
  ],
  ['POST', '/node-pools', { name: 'x', selector: { a: 'b' }, timeBasedK: -1 }, 'timeBasedK', ''],
  ['PATCH', '/node-pools/racks', { topology: ['zone', 'zone'] }, 'topology', 'each label once'],
  ['PATCH', '/node-pools/racks', { topology: ['cluster'] }, 'topology.0', 'level of every pool'],
  ['PATCH', '/node-pools/racks', { selector: {} }, 'selector', 'at least one label'],
  ['PUT', '/quotas', quota({ deserved: -1 }), 'gpu.deserved', ''],
  ['PUT', '/quotas', quota({ limit: -0.5 }), 'gpu.limit', ''],
  ['PUT', '/quotas', quota({ weight: -1 }), 'gpu.weight', ''],
  ['PUT', '/quotas', quota({ lendLimit: -1 }), 'gpu.lendLimit', ''],
  ['PUT', '/quotas', quota({ borrowLimit: -1 }), 'gpu.borrowLimit', ''],
  ['PUT', '/quotas', quota({ userLimit: -1 }), 'gpu.userLimit', ''],
  ['PUT', '/quotas', quota({ deserved: 4, limit: 2 }), 'gpu.limit', 'below deserved'],
  ['PUT', '/quotas', quota({ deserved: 9 }), 'gpu.deserved', 'raise that, or lower'],
  ['PUT', '/quotas', quota({}, { minRuntime: -5 }), 'minRuntime', ''],
  ['PUT', '/quotas', quota({}, { rank: 0.5 }), 'rank', ''],
  [
    'PUT',
    '/quotas',
    quota({}, { extended: { 'nvidia.com/mig': { deserved: -1 } } }),
    'extended.nvidia.com/mig.deserved',
    '',
  ],
  ['POST', '/workloads', work(gang), 'spec.replicasMin', '3 is more than its replicas, 2'],
  ['POST', '/workloads', work({ replicas: 0 }), 'spec.replicas', ''],
  ['POST', '/workloads', work({ priority: -1 }), 'spec.priority', ''],
  ['POST', '/workloads', work({ timeout: 0 }), 'spec.timeout', 'no run ends in no time'],
  ['POST', '/workloads', work({ resources: { gpu: 1.5 } }), 'spec.resources.gpu', 'whole devices'],
  ['POST', '/workloads', work(row), 'spec.placement.topology.required', 'no level of node pool "default"'],
  ['POST', '/workloads', work({ placement: { apartBy: 'row' } }), 'spec.placement.apartBy', 'use one of node, cluster'],
  [
    'POST',
    '/workloads',
    work({ placement: { near: [{ level: 'row', labels: { a: 'b' } }] } }),
    'spec.placement.near.0.level',
    'row',
  ],
  ['POST', '/workloads', work(twice), 'spec.placement.fallbackPools.1', 'named twice'],
  ['POST', '/workload-previews', work(row), 'spec.placement.topology.required', 'no level of node pool "default"'],
  [
    'POST',
    '/workload-batches',
    { workloads: [work({}), work(row)] },
    'workloads.1.spec.placement.topology.required',
    'no level',
  ],
  ['PATCH', '/workloads/waits', { spec: { replicasMin: 3 } }, 'spec.replicasMin', 'fewer than the 3'],
  ['PATCH', '/workloads/waits', { spec: { placement: { apartBy: 'row' } } }, 'spec.placement.apartBy', 'no level'],
  ['PATCH', '/workloads/waits', { spec: { timeout: 0 } }, 'spec.timeout', 'no run ends'],
  ['PATCH', '/workloads/waits', { spec: { priority: 2000 } }, 'spec.priority', ''],
]

test.each(WRONG)('%s %s refuses %j at %s', async (method, path, body, field, message) => {
  const { status, body: said }: Answer<Said> = await plane.api(method, path, body)
  expect([status, said.error.code], JSON.stringify(said)).toEqual([400, 'VALIDATION'])
  const found = said.error.issues.find((issue) => issue.path === field)
  expect(found, JSON.stringify(said.error.issues)).toBeDefined()
  expect(`${found?.message} ${said.error.message}`).toContain(message)
})

/** What can be, and does less than it seems to say. */
const WEAK: [method: string, path: string, body: object, warning: string][] = [
  ['PUT', '/quotas', { project: 'other', gpu: { deserved: 2 } }, 'give "rival" a quota there'],
  ['PUT', '/quotas', quota({ lendLimit: 6 }), 'queue "vision" deserves 4 GPUs and cannot lend 6 GPUs of them'],
  ['PUT', '/quotas', quota({ lendLimit: 'unlimited', limit: 6, borrowLimit: 4 }), 'never comes to borrow 4 GPUs'],
  ['PUT', '/quotas', quota({ borrowLimit: 'unlimited', userLimit: 7 }), 'one user of queue "vision" may hold 7 GPUs'],
  [
    'PUT',
    '/quotas',
    quota({ limit: 'unlimited', userLimit: 'unlimited', deserved: 5 }),
    'deserves 9 GPUs in node pool "default"',
  ],
  ['POST', '/workloads', work({ resources: { gpu: 9 } }), 'it can never start as things stand: needs 9 GPUs'],
  ['POST', '/workloads', work({ resources: { gpu: 2 }, replicas: 5 }), 'it can never start as things stand'],
  ['PATCH', '/workloads/waits', { spec: { resources: { gpu: 16 } } }, 'it can never start as things stand'],
  [
    'POST',
    '/workloads',
    work({ placement: { nodePool: 'racks', topology: { required: 'rack', preferred: 'zone' } } }),
    'topology.preferred "zone" is farther',
  ],
]

test.each(WEAK)('%s %s takes %j and warns', async (method, path, body, warning) => {
  const { status, body: said }: Answer<Said> = await plane.api(method, path, body)
  expect([200, 201], JSON.stringify(said)).toContain(status)
  expect(said.warnings.join('\n')).toContain(warning)
})

test('a label that nodes carry is a level, whether or not the pool names it', async () => {
  const { status, body } = await plane.api('POST', '/workloads', work({ placement: { apartBy: 'rack' } }))
  expect(status, JSON.stringify(body)).toBe(201)
})

test('a limit below what non-preemptible runs hold is set, and says so', async () => {
  await plane.api('PUT', '/quotas', { project: 'speech', gpu: { deserved: 4 } })
  const { id } = await submit(plane.api, 'speech', 'fixed', { resources: { gpu: 3, cpu: '10m' }, preemptible: false })
  cluster.agent.reportRun(await itemOf(cluster.agent, id), 'RUNNING', { startedAgoMs: 0 })
  await inPhase(plane.api, id, 'RUNNING')
  const { body } = await plane.api<Said>('PUT', '/quotas', { project: 'speech', gpu: { deserved: 2, limit: 2 } })
  expect(body.warnings.join()).toContain('hold 3 GPUs in node pool "default", and the limit is 2 GPUs')
})
