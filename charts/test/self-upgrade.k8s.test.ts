import { randomUUID } from 'node:crypto'
import type { UpgradeReport } from '@fairlead/protocol'
import { agentImage } from '@fairlead/airgap/images/agent-image'
import type { ImageSpec } from '@fairlead/airgap/oci/image'
import { isRigOut, useRigCluster, type UsedRigCluster } from '@fairlead/rig/cluster/use-cluster'
import { relayToHost } from '@fairlead/rig/node/relay'
import { RIG_IMAGES } from '@fairlead/rig/node/import-images'
import { REGISTRY, startRegistry, type RigRegistry } from '@fairlead/rig/registry/start-registry'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runItem } from '../../packages/agent/test/run-body.ts'
import { playedSpec } from '../../packages/agent/test/kubernetes/test-settings.ts'
import { TestControlPlane, type TestSession } from '../../packages/agent/test/test-control-plane.ts'
import { until } from '../../tools/processes/child.ts'
import { chartFolder, helm } from './helm.ts'

vi.setConfig({ testTimeout: 180_000 })

const REPOSITORY = `${REGISTRY}/fairlead-agent`

describe.skipIf(isRigOut() || process.getuid?.() !== 0)(
  'an agent with exactly the rights of its chart, on a real node',
  () => {
    let cluster: UsedRigCluster
    let registry: RigRegistry
    let relay: Awaited<ReturnType<typeof relayToHost>>
    let plane: TestControlPlane
    let home: string
    let project: string
    const digests: Record<string, string> = {}
    let run: ReturnType<typeof runItem>
    let podOfRun: string

    beforeAll(async () => {
      cluster = await useRigCluster({ realNodes: 1 })
      home = await cluster.makeNamespace({
        prefix: 'agent',
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      })
      project = await cluster.makeNamespace({ prefix: 'project' })
      registry = await startRegistry(cluster.rig)
      for (const tag of ['old', 'new']) await push(tag, await agentImage({ registry: REGISTRY, tag }))
      const dead = await agentImage({ registry: REGISTRY, tag: 'dead' })
      await push('dead', { ...dead, entrypoint: ['/usr/local/bin/node', '--eval', 'process.exit(3)'] })
      plane = await TestControlPlane.start()
      relay = await relayToHost(cluster.rig, plane.port)
      plane.publicOrigin = `http://${relay.host}:${relay.port}`
      await install()
      await until('the old agent is in contact', () => helloOf(imageOf('old')), 90_000)
      const [node = ''] = cluster.rig.realNodes()
      const spec = { image: RIG_IMAGES.busybox, command: ['sleep', '600'], nodes: [node], stopGraceSeconds: 0 }
      run = runItem(playedSpec(project, {}, { ...spec, resources: { cpu: 10, memory: 16 } }))
      plane.want([run])
      await until('it runs', () => (plane.run(run.key)?.phase === 'RUNNING' ? true : undefined), 60_000)
      podOfRun = await onlyPodOfRun()
    })

    afterAll(async () => {
      if (home !== undefined) {
        const where = ['-n', home, '--kubeconfig', cluster.kubeconfig]
        await helm('uninstall', 'fairlead-agent', ...where).catch(() => undefined)
      }
      relay?.close()
      await plane?.stop()
      await registry?.close()
      await cluster?.leave()
    })

    async function push(tag: string, spec: ImageSpec): Promise<void> {
      const [written] = await registry.push(spec)
      digests[tag] = written?.digest ?? ''
    }

    function imageOf(tag: string): string {
      return `${REPOSITORY}@${digests[tag]}`
    }

    async function install(): Promise<void> {
      const stringData = { token: plane.newToken() }
      const body = { metadata: { name: 'fairlead-join-token' }, stringData }
      await cluster.client.core.createNamespacedSecret({ namespace: home, body })
      const sets = [
        `controlPlane.url=${plane.origin}`,
        `projectNamespaces={${project}}`,
        `image.registry=${REGISTRY}`,
        `image.digest=${digests['old']}`,
        'networkPolicy.enabled=false',
        'readinessProbe.initialDelaySeconds=1',
        'readinessProbe.periodSeconds=1',
      ].flatMap((set) => ['--set', set])
      const where = ['-n', home, '--kubeconfig', cluster.kubeconfig]
      await helm('install', 'fairlead-agent', chartFolder('fairlead-agent'), ...where, ...sets)
    }

    /** The newest open session of an agent that runs as that image. */
    function helloOf(image: string): TestSession | undefined {
      return plane.sessions.findLast(
        (session) => session.closed === undefined && session.of('hello').some((hello) => hello.image === image),
      )
    }

    function order(tag: string, gateMs: number): string {
      const upgradeId = randomUUID()
      const { session } = plane
      if (session === undefined) throw new Error('no agent is in contact')
      session.send('command', {
        cmdId: randomUUID(),
        verb: 'upgrade',
        args: { upgradeId, version: tag, image: imageOf(tag), gateMs },
        ttlMs: 30_000,
        fence: { epoch: session.epoch },
      })
      return upgradeId
    }

    async function ended(upgradeId: string): Promise<UpgradeReport> {
      return await until(
        'the upgrade has ended',
        () =>
          plane.sessions
            .flatMap((session) => session.of('upgrade.report'))
            .find((report) => report.upgradeId === upgradeId && report.state !== 'running'),
        120_000,
      )
    }

    async function agentPods() {
      const labelSelector = 'app.kubernetes.io/name=fairlead-agent'
      return (await cluster.client.core.listNamespacedPod({ namespace: home, labelSelector })).items
    }

    async function onlyPodOfRun(): Promise<string> {
      const labelSelector = `fairlead.dev/run=${run.key}`
      const { items } = await cluster.client.core.listNamespacedPod({ namespace: project, labelSelector })
      expect(items).toHaveLength(1)
      return items[0]?.metadata?.uid ?? ''
    }

    async function deployment() {
      return await cluster.client.apps.readNamespacedDeployment({ namespace: home, name: 'fairlead-agent' })
    }

    /** One pod, of that image, and the rollout as the chart has it. */
    async function settled(tag: string): Promise<void> {
      await until(
        `only ${tag} is left`,
        async () => {
          const pods = await agentPods()
          return pods.length === 1 && pods[0]?.spec?.containers[0]?.image === imageOf(tag) ? true : undefined
        },
        60_000,
      )
      const { spec } = await deployment()
      expect(spec?.strategy?.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 1 })
      expect(spec?.template.spec?.containers[0]?.image).toBe(imageOf(tag))
      expect(plane.problems).toEqual([])
    }

    test('an image that does not start takes no turn: the old agent works on and puts itself back, with the reason', async () => {
      const [before] = await agentPods()
      const connection = plane.session
      expect(connection?.of('hello')[0]?.selfUpgrade).toEqual({ able: true, why: '' })
      const report = await ended(order('dead', 12_000))
      expect(report).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('no pod of dead came to its feet'),
      })
      expect(plane.session).toBe(connection)
      await settled('old')
      expect((await agentPods())[0]?.metadata?.uid).toBe(before?.metadata?.uid)
      expect(await onlyPodOfRun()).toBe(podOfRun)
    })

    test('killed in the middle, the agent becomes the new release all the same, and the work never notices', async () => {
      const upgradeId = order('new', 90_000)
      await until('the new image is wanted', async () =>
        (await deployment()).spec?.template.spec?.containers[0]?.image === imageOf('new') ? true : undefined,
      )
      const old = (await agentPods()).find((pod) => pod.spec?.containers[0]?.image === imageOf('old'))
      await cluster.client.core.deleteNamespacedPod({
        namespace: home,
        name: old?.metadata?.name ?? '',
        gracePeriodSeconds: 0,
      })
      expect(await ended(upgradeId)).toMatchObject({ state: 'succeeded' })
      await settled('new')
      await until('the new agent is in contact', () => helloOf(imageOf('new')))
      expect(await onlyPodOfRun()).toBe(podOfRun)
      expect(plane.phases(run.key)).toEqual(expect.not.arrayContaining(['FAILED', 'CANCELLED']))
    })

    test('an image of another program, or by a tag, is declined', async () => {
      const { session } = plane
      for (const image of [`${REGISTRY}/other@${digests['old']}`, `${REPOSITORY}:old`]) {
        const cmdId = randomUUID()
        const args = { upgradeId: randomUUID(), version: 'x', image, gateMs: 1_000 }
        session?.send('command', { cmdId, verb: 'upgrade', args, ttlMs: 30_000, fence: { epoch: session.epoch } })
        const decline = await until('it is declined', () =>
          session?.of('command.decline').find((body) => body.cmdId === cmdId),
        )
        expect(decline).toMatchObject({ reason: 'policy', message: expect.stringContaining(image) })
      }
    })
  },
)
