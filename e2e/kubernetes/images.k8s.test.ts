import type { V1Container } from '@kubernetes/client-node'
import { agentImage } from '@fairlead/airgap/images/agent-image'
import { controlPlaneImage } from '@fairlead/airgap/images/control-plane-image'
import { nodeImage } from '@fairlead/airgap/images/node-image'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildWeb } from '../../tools/processes/build-web.ts'
import { until } from '../../tools/processes/child.ts'
import { forwardPort } from './cluster/talk-to-pod.ts'
import { containerOf, hasPhase, untilPod } from './cluster/until-pod.ts'
import { isRigOut, useRigCluster, type UsedRigCluster } from './cluster/use-cluster.ts'
import { databaseForPods } from './node/database-for-pods.ts'
import { importImages } from './node/import-images.ts'
import { RESTRICTED } from './node/restricted.ts'

const TARGET = { registry: 'rig.fairlead.test', tag: 'test' }

describe.skipIf(isRigOut() || process.getuid?.() !== 0)('images of our own writer', () => {
  let cluster: UsedRigCluster
  let namespace: string

  beforeAll(async () => {
    cluster = await useRigCluster({ realNodes: 1 })
    namespace = await cluster.makeNamespace({ labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } })
  })

  afterAll(() => cluster?.leave())

  async function runPod(name: string, container: Partial<V1Container>) {
    const main = { name: 'main', imagePullPolicy: 'Never', securityContext: RESTRICTED, ...container }
    await cluster.client.core.createNamespacedPod({
      namespace,
      body: { metadata: { name }, spec: { restartPolicy: 'Never', containers: [main] } },
    })
    return {
      until: (what: string, isSo: Parameters<typeof untilPod>[3]) =>
        untilPod(cluster.client, { name, namespace }, what, isSo),
      log: () => cluster.client.core.readNamespacedPodLog({ name, namespace }),
    }
  }

  test('the image of Node runs a script, as nobody and with nothing to write to', async () => {
    await importImages(cluster.rig, [nodeImage(TARGET)])
    const args = ['--print', 'JSON.stringify([process.versions.node, process.getuid()])']
    const pod = await runPod('node', { image: `${TARGET.registry}/node:test`, args })
    await pod.until('done', hasPhase('Succeeded'))
    expect(JSON.parse(await pod.log())).toEqual([process.versions.node, 65_532])
  })

  test('the image of the agent starts, and says what it needs to be told', async () => {
    await importImages(cluster.rig, [await agentImage(TARGET)])
    const pod = await runPod('agent', { image: `${TARGET.registry}/fairlead-agent:test` })
    const ended = await pod.until('refused', hasPhase('Failed'))
    expect(containerOf(ended)?.state?.terminated?.exitCode).toBe(2)
    expect(await pod.log()).toContain('FAIRLEAD_AGENT_CONTROL_PLANE_URL')
  })

  test('the image of the control plane serves the API and the console', async () => {
    // The tests' own NODE_ENV would make a console for development.
    vi.stubEnv('NODE_ENV', 'production')
    buildWeb(() => undefined)
    vi.unstubAllEnvs()
    await importImages(cluster.rig, [await controlPlaneImage(TARGET)])
    const database = await databaseForPods(cluster.rig)
    try {
      const pod = await runPod('control-plane', {
        image: `${TARGET.registry}/fairlead-control-plane:test`,
        env: [{ name: 'DATABASE_URL', value: database.url }],
        readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 1 },
      })
      await pod.until('ready', (seen) => containerOf(seen)?.ready === true)
      const forwarded = await forwardPort(cluster.client, { name: 'control-plane', namespace }, 8080)
      const page = await until('the console is served', async () => {
        const response = await fetch(`http://127.0.0.1:${forwarded.port}/`)
        return response.ok ? await response.text() : undefined
      })
      expect(page).toContain('<div id="app">')
      forwarded.close()
      await cluster.client.core.deleteNamespacedPod({ name: 'control-plane', namespace, gracePeriodSeconds: 0 })
    } finally {
      await database.stop()
    }
  })
})
