import { expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, submit } from '../../test/scene.ts'

const plane = useControlPlane()

interface Line {
  name: string
  allocated: Record<string, number>
}

const linesOf = async (by: 'node' | 'cluster') =>
  (await plane.api<{ lines: Line[] }>('GET', `/top?by=${by}`)).body.lines.map(({ name, allocated }) => [
    name,
    allocated['gpu'] ?? 0,
  ])

test('each node and each cluster is told with what its runs hold, several replicas of one run on it counted as often', async () => {
  const cluster = await addCluster(plane, [
    { name: 'large', gpus: 8 },
    { name: 'small', gpus: 1 },
    { name: 'spare', gpus: 0 },
  ])
  await addProjects(plane, { vision: 9 })
  for (const [name, replicas, gpu] of [
    ['wide', 3, 2],
    ['alike', 1, 2],
    ['narrow', 1, 1],
  ] as const) {
    const { id } = await submit(plane.api, 'vision', name, { replicas, resources: { cpu: 1, memory: '1Gi', gpu } })
    await inPhase(plane.api, id, 'ASSIGNED')
  }
  expect(await linesOf('node')).toEqual([
    ['large', 8000],
    ['small', 1000],
    ['spare', 0],
  ])
  expect(await linesOf('cluster')).toEqual([[cluster.name, 9000]])
  const { body: clusters } = await plane.api<{ items: { runs: number; allocated: Record<string, number> }[] }>(
    'GET',
    '/clusters',
  )
  expect(clusters.items.map(({ runs, allocated }) => [runs, allocated['gpu']])).toEqual([[3, 9000]])
  const { body: overview } = await plane.api<{ capacity: Record<string, unknown> }>('GET', '/overview')
  expect(overview.capacity['gpu']).toEqual({ total: 9000, allocated: 9000 })
  const { body: nodes } = await plane.api<{ items: Line[] }>('GET', '/nodes')
  expect(nodes.items.map(({ allocated }) => allocated['gpu'] ?? 0)).toEqual([8000, 1000, 0])
})
