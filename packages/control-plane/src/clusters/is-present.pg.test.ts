import { expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { addCluster } from '../../test/scene.ts'

const plane = useControlPlane()

interface Item {
  name: string
  nodes: { total: number }
}

test('nodes of a revoked cluster are capacity no more, and are still shown as what was last known of it', async () => {
  const kept = await addCluster(plane, [{ name: 'stays', gpus: 4 }])
  const revoked = await addCluster(plane, [{ name: 'leaves', gpus: 8 }])
  expect((await plane.api('DELETE', `/clusters/${revoked.name}`)).status).toBe(200)

  const overview = await plane.api<{ capacity: Record<string, { total: number }> }>('GET', '/overview')
  expect(overview.body.capacity['gpu']?.total).toBe(4000)
  const pools = await plane.api<{ items: Item[] }>('GET', '/node-pools')
  expect(pools.body.items.map((pool) => pool.nodes.total)).toEqual([1])
  const namesOf = async (path: string) =>
    (await plane.api<{ items: Item[] }>('GET', path)).body.items.map((n) => n.name)
  expect(await namesOf('/nodes')).toEqual(['stays'])
  expect(await namesOf(`/nodes?cluster=${kept.name}`)).toEqual(['stays'])
  expect(await namesOf(`/nodes?cluster=${revoked.name}`)).toEqual(['leaves'])
})
