import { controlPlaneImage } from '@fairlead/airgap/images/control-plane-image'
import { forwardPort } from '@fairlead/rig/cluster/talk-to-pod'
import { isRigOut, useRigCluster, type UsedRigCluster } from '@fairlead/rig/cluster/use-cluster'
import { databaseForPods } from '@fairlead/rig/node/database-for-pods'
import { importImages } from '@fairlead/rig/node/import-images'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildWeb } from '../../tools/processes/build-web.ts'
import { chartFolder, helm } from './helm.ts'

const TARGET = { registry: 'rig.fairlead.test', tag: 'chart' }

describe.skipIf(isRigOut() || process.getuid?.() !== 0)('the chart of the control plane, on a real node', () => {
  let cluster: UsedRigCluster
  let database: Awaited<ReturnType<typeof databaseForPods>>
  let namespace: string

  beforeAll(async () => {
    cluster = await useRigCluster({ realNodes: 1 })
    namespace = await cluster.makeNamespace({ labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } })
    buildWeb(() => undefined)
    await importImages(cluster.rig, [await controlPlaneImage(TARGET)])
    database = await databaseForPods(cluster.rig)
  })

  afterAll(async () => {
    await helm('uninstall', 'fairlead', '-n', namespace, '--kubeconfig', cluster.kubeconfig).catch(() => undefined)
    await database?.stop()
    await cluster?.leave()
  })

  test('migrates the database, becomes ready with two replicas, serves console and API, and passes its own test', async () => {
    await cluster.client.core.createNamespacedSecret({
      namespace,
      body: { metadata: { name: 'database' }, stringData: { DATABASE_URL: database.url } },
    })
    const sets = [
      'database.existingSecret=database',
      `database.port=${database.port}`,
      `image.registry=${TARGET.registry}`,
      `image.tag=${TARGET.tag}`,
      'config.publicUrl=http://fairlead.test',
    ]
    const where = ['-n', namespace, '--kubeconfig', cluster.kubeconfig]
    const values = sets.flatMap((set) => ['--set', set])
    await helm('install', 'fairlead', chartFolder('fairlead'), ...where, '--wait', '--timeout', '180s', ...values)
    const { items } = await cluster.client.core.listNamespacedPod({
      namespace,
      labelSelector: 'app.kubernetes.io/component=control-plane',
    })
    expect(items.map(({ status }) => status?.containerStatuses?.[0]?.ready)).toEqual([true, true])
    expect(items.map(({ status }) => status?.containerStatuses?.[0]?.restartCount)).toEqual([0, 0])

    const forwarded = await forwardPort(cluster.client, { name: items[0]?.metadata?.name ?? '', namespace }, 8080)
    const at = (path: string) => fetch(`http://127.0.0.1:${forwarded.port}${path}`)
    expect(await (await at('/')).text()).toContain('<div id="app">')
    expect((await at('/ready')).status).toBe(200)
    expect((await at('/api/v1/whoami')).status).toBe(401)
    forwarded.close()
    await helm('test', 'fairlead', ...where, '--timeout', '120s')
  })
})
