import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node'
import { afterAll, beforeAll, vi } from 'vitest'
import { useRigCluster, type UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import type { KubernetesRelease } from '../../../../e2e/kubernetes/programs/catalog.ts'
import { driverContract } from '../driver-contract.ts'
import { kubernetesDriver } from './driver-harness.ts'
import { playedSpec } from './test-settings.ts'
import { watchStarts, type Starts } from './watch-starts.ts'

/** Tests run together, and each has nodes of its own. */
const SLOTS = 24
const SLOT = 'fairlead.dev/test-slot'
const FAILING = 'fairlead.dev/test-first-fails'

/** The contract of drivers, on a Kubernetes of one release. */
export function contractOn(release: KubernetesRelease): void {
  let cluster: UsedRigCluster
  let namespace: string
  let starts: Starts
  const slots = new Map<string, number>()

  beforeAll(async () => {
    vi.setConfig({ testTimeout: 120_000 })
    cluster = await useRigCluster({ release })
    namespace = await cluster.makeNamespace({ prefix: 'contract' })
    const options = { shape: { resources: { cpu: '8', memory: '32Gi' }, labels: {} }, namePrefix: namespace }
    await addKwokNodes(cluster.rig, {
      ...options,
      count: SLOTS * 3,
      labels: (index) => ({ [SLOT]: `${namespace}-${index % SLOTS}` }),
    })
    starts = await watchStarts(cluster.client, namespace, (pod) => {
      const { annotations = {}, labels = {}, name = '' } = pod.metadata ?? {}
      if (annotations[FAILING] === undefined || labels['batch.kubernetes.io/job-completion-index'] !== '0') return
      const told = { 'fairlead.dev/simulated-duration': '200ms', 'fairlead.dev/simulated-exit-code': '7' }
      void cluster.client.core.patchNamespacedPod(
        { name, namespace, body: { metadata: { annotations: told } } },
        setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
      )
    })
  })

  afterAll(async () => {
    starts?.close()
    await cluster?.leave()
  })

  driverContract(`kubernetes, ${release}`, {
    timesAreExactToMs: 1_000,
    create: (stateDir) => {
      const slot = slots.get(stateDir) ?? slots.size
      slots.set(stateDir, slot)
      const settings = { nodeSelector: { [SLOT]: `${namespace}-${slot}` } }
      return kubernetesDriver({ kubeconfig: cluster.kubeconfig, client: cluster.client, namespace, stateDir, settings })
    },
    spec: ({ seconds, stopSeconds = 1, exitCode = 0, overrides }) =>
      playedSpec(
        namespace,
        {
          duration: `${seconds}s`,
          'exit-code': String(exitCode),
          ...(seconds > 60 ? { stop: `${stopSeconds}s` } : {}),
        },
        overrides,
      ),
    failingGang: () => {
      const spec = playedSpec(namespace, { duration: '600s' }, { replicas: 3 })
      return { ...spec, annotations: { ...spec.annotations, [FAILING]: 'true' } }
    },
    starts: ({ runId }) => Promise.resolve(starts.of(runId)),
  })
}
