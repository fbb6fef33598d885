import { enrol, newKey, TestAgent } from '../../../packages/control-plane/test/test-agent.ts'
import type { House } from './house.ts'

/** What an agent on Kubernetes would say, said by a test: the control plane and the wire are real. */
export interface KubernetesCluster {
  name: string
  agent: TestAgent
  /** The run of a workload, once its cluster is told. */
  runOf(workloadId: string): Promise<{ key: string; generation: number }>
  stop(): Promise<void>
}

const CAN = {
  kubernetes: { version: 'v1.34.2', platform: 'linux/amd64' },
  apis: [
    { name: 'jobsets.jobset.x-k8s.io', versions: ['v1alpha2'] },
    { name: 'inferenceservices.serving.kserve.io', versions: ['v1beta1'] },
  ],
  storageClasses: [
    { name: 'fast', provisioner: 'csi.example.com', isDefault: true, isShared: false },
    { name: 'shared', provisioner: 'nfs.example.com', isDefault: false, isShared: true },
  ],
  missingRights: [{ namespace: 'speech', verb: 'create', resource: 'apps/deployments' }],
  namespaces: ['vision', 'speech'],
  policy: { kinds: ['job', 'distributed', 'endpoint', 'evaluation'], maxGpus: 8, logs: 'redact' as const, exec: false },
  metricSources: ['kubelet', 'dcgm-exporter'],
}

const CHECKS = [
  { name: 'control plane', ok: true, detail: 'answered 200 in 12 ms' },
  {
    name: 'pod network',
    ok: false,
    detail: 'no pod may reach the job interface of the agent',
    fix: 'allow port 9443 to the agent in the network policies of these namespaces',
  },
  { name: 'rights', ok: true, detail: 'all that runs need' },
]

/** A cluster with one node whose agent answers checks and tests of connections. */
export async function addKubernetesCluster({ client, plane }: House, name: string): Promise<KubernetesCluster> {
  const { cluster, join } = await client.clusters.create({ name })
  const key = await newKey()
  await enrol(plane.url, join.token, key)
  const agent = await TestAgent.connect(plane.url, cluster.id, key)
  agent.reportNodes([{ name: `${name}-0`, cpu: 16_000, memory: 65_536 }])
  agent.reportCluster(CAN)
  const answering = setInterval(() => answer(agent), 50)
  return {
    name,
    agent,
    runOf: async (workloadId) =>
      await agent.until(`the run of ${workloadId}`, () =>
        [...agent.items.values()].find(({ body }) => (body as RunBody).spec.workload.id === workloadId),
      ),
    stop: async () => {
      clearInterval(answering)
      agent.close()
      await client.clusters.revoke(name)
    },
  }
}

type RunBody = { spec: { workload: { id: string } } }

const answered = new Set<string>()

function answer(agent: TestAgent): void {
  for (const frame of agent.frames) {
    if (frame.t !== 'command' || answered.has(frame.b.cmdId)) continue
    const { cmdId, verb, args } = frame.b
    answered.add(cmdId)
    agent.send('command.ack', { cmdId })
    agent.send('command.result', { cmdId, ...resultOf(verb, args) })
  }
}

function resultOf(verb: string, args: Record<string, unknown>) {
  if (verb === 'check') return { ok: true, message: 'a look is needed', output: CHECKS }
  const { name } = args['connection'] as { name: string }
  return name.startsWith('broken')
    ? { ok: false, message: 'the name s3.example.com is not known to the DNS of this cluster', output: null }
    : { ok: true, message: 'the connection works', output: { latencyMs: 41.6, objects: 120, bytes: 2048 } }
}
