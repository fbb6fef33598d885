import { existsSync, readFileSync } from 'node:fs'
import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import { busyboxImage } from '@fairlead/airgap/images/busybox-image'
import type { ImageSpec } from '@fairlead/airgap/oci/image'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../tools/processes/child.ts'
import { isRunning } from './cluster/process-identity.ts'
import { readRecord } from './cluster/rig-record.ts'
import { ownName } from './cluster/ring.ts'
import { startCluster } from './cluster/start-cluster.ts'
import { execInPod, forwardPort } from './cluster/talk-to-pod.ts'
import { killProgram, startProgram } from './cluster/tracked-process.ts'
import { containerOf, hasPhase, untilPod } from './cluster/until-pod.ts'
import { isRigOut, useRigCluster, type UsedRigCluster } from './cluster/use-cluster.ts'
import { advertise } from './node/advertise.ts'
import { RIG_IMAGES } from './node/import-images.ts'
import { RESTRICTED } from './node/restricted.ts'
import { run } from './node/run.ts'
import { REGISTRY, startRegistry, type RigRegistry } from './registry/start-registry.ts'

/** Unlike any other, since a kubelet asks for the pull secret of an image whatever name it comes by. */
function testImage(name: string): ImageSpec {
  const base = busyboxImage({ registry: REGISTRY, tag: '1' })
  return { ...base, name: `${REGISTRY}/${name}:1`, layers: [...base.layers, [{ text: name, to: '/etc/name' }]] }
}

// Everything below needs a kubelet, and a kubelet needs root.
describe.skipIf(isRigOut() || process.getuid?.() !== 0)('on real nodes', () => {
  let cluster: UsedRigCluster
  let namespace: string
  let registry: RigRegistry
  let nodes: string[]

  beforeAll(async () => {
    cluster = await useRigCluster({ realNodes: 2 })
    namespace = await cluster.makeNamespace({ labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } })
    nodes = cluster.rig.realNodes()
    registry = await startRegistry(cluster.rig, {
      login: { user: 'pull', password: 'secret' },
      fault: (path) => (path.startsWith('/v2/broken/blobs/') ? 'flip-a-byte' : undefined),
    })
    await registry.push(testImage('private'), testImage('broken'))
    const login = { auths: { [REGISTRY]: { username: 'pull', password: 'secret' } } }
    await cluster.client.core.createNamespacedSecret({
      namespace,
      body: {
        metadata: { name: 'login' },
        type: 'kubernetes.io/dockerconfigjson',
        stringData: { '.dockerconfigjson': JSON.stringify(login) },
      },
    })
  })

  afterAll(async () => {
    await registry?.close()
    await cluster?.leave()
  })

  async function runPod(name: string, container: Partial<V1Container>, spec: Partial<V1PodSpec> = {}): Promise<void> {
    const main = { name: 'main', image: RIG_IMAGES.busybox, securityContext: RESTRICTED, ...container }
    await cluster.client.core.createNamespacedPod({
      namespace,
      body: {
        metadata: { name, labels: { app: name } },
        spec: { restartPolicy: 'Never', containers: [main], ...spec },
      },
    })
  }

  function pod(name: string, what: string, isSo: Parameters<typeof untilPod>[3]) {
    return untilPod(cluster.client, { name, namespace }, what, isSo)
  }

  async function logOf(name: string): Promise<string> {
    return await cluster.client.core.readNamespacedPodLog({ name, namespace })
  }

  test('a job runs to its end under the restricted pod security standard', async () => {
    const command = ['sh', '-c', 'id -u; cat /proc/self/status | grep CapEff; touch /file || echo read-only']
    await cluster.client.batch.createNamespacedJob({
      namespace,
      body: {
        metadata: { name: 'job' },
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'main', image: RIG_IMAGES.busybox, command, securityContext: RESTRICTED }],
            },
          },
        },
      },
    })
    await until('the job is complete', async () => {
      const { status } = await cluster.client.batch.readNamespacedJob({ name: 'job', namespace })
      return status?.succeeded === 1 ? true : undefined
    })
    const { items } = await cluster.client.core.listNamespacedPod({ namespace, labelSelector: 'job-name=job' })
    const log = await logOf(items[0]?.metadata?.name ?? '')
    expect(log).toContain('65534')
    expect(log).toContain('CapEff:\t0000000000000000')
    expect(log).toContain('read-only')
  })

  test('logs, exec, port-forward and usage of a running pod can be had', async () => {
    const command = ['sh', '-c', 'echo started; cd /tmp; echo page > index.html; httpd -f -p 8080']
    const volumes = { volumes: [{ name: 'tmp', emptyDir: {} }] }
    await runPod('server', { command, volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }, volumes)
    await pod('server', 'running', hasPhase('Running'))
    await until('it has said something', async () => (await logOf('server')) || undefined)
    expect(await logOf('server')).toBe('started\n')
    const target = { name: 'server', namespace, container: 'main' }
    const { stdout, status } = await execInPod(cluster.client, target, ['cat', '/tmp/index.html'])
    expect([stdout, status.status]).toEqual(['page\n', 'Success'])
    const failed = await execInPod(cluster.client, target, ['sh', '-c', 'exit 3'])
    expect(failed.status.details?.causes?.[0]).toMatchObject({ reason: 'ExitCode', message: '3' })
    const forwarded = await forwardPort(cluster.client, target, 8080)
    expect(await (await fetch(`http://127.0.0.1:${forwarded.port}/`)).text()).toBe('page\n')
    forwarded.close()
    const nodeName = (await cluster.client.core.readNamespacedPod(target)).spec?.nodeName ?? ''
    const summary = await cluster.client.core.connectGetNodeProxyWithPath({ name: nodeName, path: 'stats/summary' })
    expect(JSON.stringify(summary)).toContain('workingSetBytes')
  })

  test('pods on two nodes find each other by the names of Services', async () => {
    const serve = { command: ['sh', '-c', 'while true; do echo hello from $HOSTNAME | nc -l -p 8080; done'] }
    await runPod('listener', serve, { nodeSelector: { 'kubernetes.io/hostname': nodes[0]! } })
    await cluster.client.core.createNamespacedService({
      namespace,
      body: {
        metadata: { name: 'listener' },
        spec: { selector: { app: 'listener' }, ports: [{ port: 80, targetPort: 8080 }] },
      },
    })
    const script = 'until nc -w 2 listener 80 < /dev/null | grep hello; do sleep 0.2; done'
    await runPod('caller', { command: ['sh', '-c', script] }, { nodeSelector: { 'kubernetes.io/hostname': nodes[1]! } })
    await pod('caller', 'done', hasPhase('Succeeded'))
    expect(await logOf('caller')).toContain('hello from listener')
  })

  test('a memory limit ends a container as OOMKilled', async () => {
    const script = 'x=a; while true; do x=$x$x; done'
    await runPod('hungry', { command: ['sh', '-c', script], resources: { limits: { memory: '24Mi' } } })
    const ended = await pod('hungry', 'failed', hasPhase('Failed'))
    expect(containerOf(ended)?.state?.terminated?.reason).toBe('OOMKilled')
  })

  test('an image is pulled with its pull secret', async () => {
    const spec = { imagePullSecrets: [{ name: 'login' }] }
    await runPod('pulled', { image: `${REGISTRY}/private:1`, command: ['true'] }, spec)
    await pod('pulled', 'done', hasPhase('Succeeded'))
  })

  test.each([
    ['without its secret', `${REGISTRY}/private:1`, [], /401|authoriz/i],
    ['that is not there', `${REGISTRY}/nobody:1`, [{ name: 'login' }], /not found/i],
    ['whose content is not what its digest says', `${REGISTRY}/broken:1`, [{ name: 'login' }], /digest|checksum|gzip/i],
    ['of another digest', `${REGISTRY}/private@sha256:${'0'.repeat(64)}`, [{ name: 'login' }], /not found/i],
  ])('an image %s is not pulled, and the pod says why', async (how, image, imagePullSecrets, message) => {
    const name = `unpulled-${how.replaceAll(/[^a-z]/g, '')}`.slice(0, 60)
    await runPod(name, { image, imagePullPolicy: 'Always', command: ['true'] }, { imagePullSecrets })
    const waiting = await pod(name, 'waiting for its image', (seen) => {
      const state = containerOf(seen)?.state?.waiting
      return ['ErrImagePull', 'ImagePullBackOff'].includes(state?.reason ?? '') && message.test(state?.message ?? '')
    })
    expect(waiting.status?.phase).toBe('Pending')
  })

  test('a node can claim devices that it does not have, and pods are counted against them', async () => {
    await advertise(cluster.rig, nodes[0]!, { 'nvidia.com/gpu': '2' })
    const limits = { 'nvidia.com/gpu': '2' }
    await runPod('gpu', { command: ['true'], resources: { limits } })
    const done = await pod('gpu', 'done', hasPhase('Succeeded'))
    expect(done.spec?.nodeName).toBe(nodes[0])
    await advertise(cluster.rig, nodes[0]!, { 'nvidia.com/gpu': '0' })
  })

  test('a kubelet that is killed and started again knows its pods', async () => {
    await runPod('survivor', { command: ['sh', '-c', 'sleep 3; echo still here'] })
    await pod('survivor', 'running', hasPhase('Running'))
    for (const node of nodes) {
      await killProgram(cluster.rig.folder, `${node}-kubelet`)
      startProgram(cluster.rig.folder, `${node}-kubelet`)
    }
    const done = await pod('survivor', 'done', hasPhase('Succeeded'))
    expect(containerOf(done)?.restartCount).toBe(0)
    expect(await logOf('survivor')).toBe('still here\n')
  })

  test('a cluster with a running pod leaves no process, link, mount, group or file', async () => {
    const other = await startCluster({ name: ownName('traces'), realNodes: 1 })
    await other.client.core.createNamespacedPod({
      namespace: 'default',
      body: {
        metadata: { name: 'sleeper' },
        spec: { containers: [{ name: 'main', image: RIG_IMAGES.busybox, command: ['sleep', '4242'] }] },
      },
    })
    await untilPod(other.client, { name: 'sleeper', namespace: 'default' }, 'running', hasPhase('Running'))
    const { processes = [], network } = readRecord(other.folder) ?? {}
    await other.stop()
    expect(processes.filter(isRunning)).toEqual([])
    expect(run('ps', ['-eo', 'args'])).not.toContain('sleep 4242')
    expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(other.folder)
    expect(run('ip', ['-brief', 'link'])).not.toMatch(new RegExp(`${network?.bridge}|fl${network?.second}n`))
    expect(run('find', ['/sys/fs/cgroup', '-path', `*fairlead-rig/${other.name}*`])).toBe('')
    expect(existsSync(other.folder)).toBe(false)
  })
})
