import { beforeAll, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, type SceneCluster } from '../../test/scene.ts'

const plane = useControlPlane()
let cluster: SceneCluster

beforeAll(async () => {
  cluster = await addCluster(plane, [{ name: 'n1', gpus: 2 }])
})

interface ClusterView {
  name: string
  health: string
  healthMessage: string
  pruneRefusal: string | null
}

async function shown(): Promise<ClusterView> {
  const { body } = await plane.api<{ items: ClusterView[] }>('GET', '/clusters')
  const [view] = body.items
  if (!view) throw new Error('there is one cluster')
  return view
}

test('what an agent would not remove all at once is told in its own words, until somebody confirms it once', async () => {
  const words = 'the snapshot would remove 79 of 100 items; more than a fifth needs confirmPrune'
  expect(await shown()).toMatchObject({ health: 'healthy', pruneRefusal: null })
  cluster.agent.send('error', { code: 'limit', message: words, fatal: false })
  const refused = await eventually('the refusal is known', async () => {
    const view = await shown()
    return view.pruneRefusal === null ? undefined : view
  })
  expect(refused).toMatchObject({ health: 'degraded', pruneRefusal: words })
  expect(refused.healthMessage).toContain(`fairlead cluster confirm-prune ${refused.name}`)
  const confirm = () => plane.api<ClusterView>('POST', `/clusters/${refused.name}/confirm-prune`, {})
  const { status, body } = await confirm()
  expect(status).toBe(200)
  expect(body).toMatchObject({ health: 'healthy', pruneRefusal: null })
  expect((await confirm()).status).toBe(409)
})
