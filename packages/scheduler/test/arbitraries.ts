import * as fc from 'fast-check'
import type { NodeUpsert, QueueUpsert, WorkloadUpsert } from '../src/index.ts'
import { decorate, FEATURES, type Feature } from './features.ts'
import { leavesOf, sceneOf, type Scene } from './scene.ts'
import { cluster, gpus, node, NOW, pool, queue, quota, workload } from './world.ts'

const priorities = [25, 40, 80, 125] as const

const gpuQuota = fc
  .record({
    deserved: fc.option(fc.integer({ min: 0, max: 8 }), { nil: null, freq: 8 }),
    limit: fc.option(fc.integer({ min: 0, max: 16 }), { nil: null, freq: 1 }),
    weight: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ deserved, limit, weight }) => quota(deserved, limit, weight))

function nodesArbitrary(clusters: number): fc.Arbitrary<NodeUpsert[]> {
  const one = fc.record({
    gpu: fc.constantFrom(0, 1, 2, 4, 8),
    cluster: fc.integer({ min: 1, max: clusters }),
    zone: fc.constantFrom('a', 'b'),
    isTainted: fc.boolean(),
    cpu: fc.constantFrom(4_000, 8_000, 64_000),
  })
  return fc.array(one, { minLength: 1, maxLength: 7 }).map((list) =>
    list.map(({ gpu, cluster: c, zone, isTainted, cpu }, i) =>
      node(`n${i}`, gpu, {
        clusterId: `c${c}`,
        labels: { zone },
        taints: isTainted && i % 3 === 0 ? [{ key: 'dedicated', value: 'x', effect: 'NoSchedule' }] : [],
        allocatable: { cpu, memory: 65_536, ...(gpu > 0 ? { gpu: gpus(gpu) } : {}) },
      }),
    ),
  )
}

const queuesArbitrary: fc.Arbitrary<QueueUpsert[]> = fc
  .array(
    fc.record({
      gpu: fc.option(gpuQuota, { nil: undefined }),
      rank: fc.integer({ min: 0, max: 1 }),
      projects: fc.array(fc.record({ gpu: gpuQuota, rank: fc.integer({ min: 0, max: 1 }) }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((departments) =>
    departments.flatMap((department, d) => [
      queue(`d${d}`, department.gpu, { rank: department.rank, createdAt: d }),
      ...department.projects.map((project, p) =>
        queue(`d${d}p${p}`, project.gpu, { parentId: `d${d}`, rank: project.rank, createdAt: p }),
      ),
    ]),
  )

export function workloadArbitrary(leaves: readonly string[], id: string): fc.Arbitrary<WorkloadUpsert> {
  return fc
    .record({
      leaf: fc.constantFrom(...leaves),
      gpu: fc.constantFrom(0, 0.25, 0.5, 0.6, 1, 1, 1, 1, 2, 2, 3, 4, 8),
      cpu: fc.constantFrom(0, 0, 0, 500, 2_000, 4_000),
      replicas: fc.constantFrom(1, 1, 1, 2, 3, 5),
      priority: fc.constantFrom(...priorities),
      isPreemptible: fc.constantFrom(true, true, true, false),
      age: fc.integer({ min: 0, max: 20 }),
      zone: fc.option(fc.constantFrom('a', 'b'), { nil: undefined, freq: 1 }),
      isTolerant: fc.boolean(),
      timeLimitMs: fc.option(fc.integer({ min: 1_000, max: 20_000 }), { nil: undefined, freq: 1 }),
    })
    .map((asked) =>
      workload(id, asked.leaf, asked.gpu, {
        requests: { gpu: gpus(asked.gpu), cpu: asked.cpu },
        replicas: asked.replicas,
        priority: asked.priority,
        preemptible: asked.isPreemptible,
        submittedAt: NOW - asked.age,
        nodeSelector: asked.zone === undefined ? {} : { zone: asked.zone },
        ...(asked.timeLimitMs === undefined ? {} : { timeLimitMs: asked.timeLimitMs }),
        tolerations: asked.isTolerant ? [{ key: 'dedicated', operator: 'Exists', value: '' }] : [],
      }),
    )
}

const plainScene: fc.Arbitrary<Scene> = fc
  .record({
    clusters: fc.integer({ min: 1, max: 2 }),
    strategy: fc.constantFrom('binpack' as const, 'spread' as const),
    minRuntimeMs: fc.constantFrom(0, 0, 2_500),
    queues: queuesArbitrary,
    count: fc.integer({ min: 1, max: 48 }),
  })
  .chain(({ clusters, strategy, minRuntimeMs, queues, count }) =>
    fc
      .tuple(
        nodesArbitrary(clusters),
        fc.tuple(
          ...Array.from({ length: count }, (_, i) =>
            workloadArbitrary(leavesOf(queues), `w${String(i).padStart(2, '0')}`),
          ),
        ),
      )
      .map(([nodes, workloads]) =>
        sceneOf({
          clusters: Array.from({ length: clusters }, (_, i) => cluster(`c${i + 1}`)),
          pools: [pool('p1', { strategy, minRuntimeMs })],
          nodes,
          queues,
          workloads,
        }),
      ),
  )

const dice = fc.array(fc.noBias(fc.nat(0x3fffffff)), { minLength: 24, maxLength: 24 })

/** A scene in which nothing but these features is used. */
export function sceneWith(features: fc.Arbitrary<readonly Feature[]>): fc.Arbitrary<Scene> {
  return fc
    .tuple(plainScene, features, dice)
    .map(([scene, used, thrown]) => (used.length === 0 ? scene : decorate(scene, used, thrown)))
}

/** A scene with some of everything that work, nodes and queues may have. */
export const sceneArbitrary: fc.Arbitrary<Scene> = sceneWith(fc.subarray([...FEATURES]))
