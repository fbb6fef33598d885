// Measures what the agent needs for a large cluster of the rig: node packages/agent/test/kubernetes/measure-memory.ts KUBECONFIG [PODS] [NODES] [BUNDLE]
// Makes that many objects in a namespace of its own, lets an agent's parts watch them in a process of their own, and removes them. What watches is
// watch-cluster.ts, or the same in one file, as in an image: esbuild --bundle --platform=node --format=esm --external:@kubernetes/client-node.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { kubeconfigWithRights } from '../../../../e2e/kubernetes/cluster/kubeconfig-with-rights.ts'
import { AGENT_ENV, AGENT_FLAGS } from '../../../../tools/processes/node-flags.ts'
import { openCluster } from '../../../../e2e/kubernetes/cluster/rig-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import { kubeClient } from '../../../../e2e/kubernetes/cluster/kube-client.ts'
import { HttpKubeApi } from '../../src/drivers/kubernetes/api/http-kube-api.ts'
import { openKubeAccess } from '../../src/drivers/kubernetes/api/kube-access.ts'
import { pathOf } from '../../src/drivers/kubernetes/api/kinds.ts'
import { recordOf } from '../../src/drivers/kubernetes/observe/run-record.ts'
import { renderRun } from '../../src/drivers/kubernetes/render/render-run.ts'
import { chartRoles } from './chart-roles.ts'
import { playedSpec, settingsFor } from './test-settings.ts'

const [kubeconfig = '', pods = '5000', nodes = '1000', bundle] = process.argv.slice(2)
const ABREAST = 40

const client = kubeClient(kubeconfig)
const api = new HttpKubeApi(await openKubeAccess({ kubeconfig, env: {} }))
const namespace = `measure-${randomUUID().slice(0, 8)}`
const clusterId = randomUUID()
const folder = mkdtempSync(join(tmpdir(), 'fairlead-measure-'))
mkdirSync(join(folder, 'kubeconfig'))
await client.core.createNamespace({ body: { metadata: { name: namespace } } })
try {
  const settings = settingsFor({ namespace, stateDir: folder, settings: { clusterId } })
  const context = { settings, gpu: undefined, isSharedClass: () => null, apis: new Set<string>() }
  const labels = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`example.com/label-${at}`, `value-${at}`]))
  await addKwokNodes(openCluster(dirname(dirname(kubeconfig))), {
    count: Number(nodes),
    shape: 'nvidia-h100',
    namePrefix: namespace,
    labels,
  })
  await abreast(Number(pods), async (index) => {
    const spec = playedSpec(namespace, {}, { nodes: [`${namespace}-${(index % Number(nodes)) + 1}`] })
    const request = { runId: randomUUID(), generation: 1, spec }
    const rendered = renderRun(request, context)
    await api.send({ method: 'POST', path: pathOf('Job', namespace), body: rendered.main })
    await api.send({
      method: 'POST',
      path: pathOf('ConfigMap', namespace),
      body: recordOf(request, rendered, clusterId, Date.now()),
    })
    const { template } = rendered.main['spec'] as { template: { metadata: object; spec: object } }
    const { serviceAccountName: _account, ...podSpec } = template.spec as { serviceAccountName?: string }
    const body = {
      metadata: { ...template.metadata, name: `${rendered.main.metadata.name}-pod` },
      spec: { ...podSpec, nodeName: `${namespace}-${(index % Number(nodes)) + 1}` },
    }
    await api.send({ method: 'POST', path: pathOf('Pod', namespace), body })
  })
  const cluster = { name: 'measure', folder, kubeconfig, client }
  const own = await kubeconfigWithRights(cluster, { name: 'agent', namespace, roles: chartRoles(namespace) })
  writeFileSync(join(folder, 'kubeconfig-path'), own)
  await watchApart(own)
} finally {
  await client.core.deleteNamespace({ name: namespace })
  await client.core.deleteCollectionNamespacedPod({ namespace, gracePeriodSeconds: 0 })
  await abreast(Number(nodes), async (index) => {
    await client.core.deleteNode({ name: `${namespace}-${index + 1}` }).catch(() => undefined)
  })
  api.close()
}

/** In a pod the library that reads kubeconfigs is never loaded: the process gets what a pod has. */
async function watchApart(own: string): Promise<void> {
  const access = kubeClient(own).config
  const dir = join(folder, 'serviceaccount')
  mkdirSync(dir)
  writeFileSync(join(dir, 'token'), access.getCurrentUser()?.token ?? '')
  writeFileSync(join(dir, 'ca.crt'), Buffer.from(access.getCurrentCluster()?.caData ?? '', 'base64'))
  writeFileSync(join(dir, 'namespace'), namespace)
  const { hostname, port } = new URL(access.getCurrentCluster()?.server ?? '')
  const script = bundle ?? join(import.meta.dirname, 'watch-cluster.ts')
  const env = { ...process.env, ...AGENT_ENV, KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port }
  const child = spawn(process.execPath, [...AGENT_FLAGS, script, dir, namespace, clusterId], { env, stdio: 'inherit' })
  await new Promise((resolve) => child.once('exit', resolve))
}

async function abreast(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: ABREAST }, async () => {
      while (next < count) {
        next += 1
        await work(next - 1)
      }
    }),
  )
}
