import type { KubeApi } from '../api/kube-api.ts'
import { parseQuantity } from '../api/quantity.ts'
import { addUsage, type Figures, type Usage } from './usage.ts'
import type { UsageRequest } from './usage-reader.ts'

type Amounts = { cpu?: string; memory?: string }
type NodeMetrics = { items: { metadata: { name: string }; usage: Amounts }[] }
type PodMetrics = {
  items: { metadata: { name: string; namespace: string }; containers: { usage: Amounts }[] }[]
}

/** Usage as metrics-server collected it, some tens of seconds old. Throws where there is none. */
export async function metricsServerUsage(api: KubeApi, usage: Usage, { nodes, pods }: UsageRequest): Promise<void> {
  const ours = new Set(nodes)
  const all = await api.send<NodeMetrics>({ method: 'GET', path: '/apis/metrics.k8s.io/v1beta1/nodes' })
  for (const { metadata, usage: amounts } of all.items) {
    if (ours.has(metadata.name)) addUsage(usage.nodes, metadata.name, figuresOf(amounts))
  }
  for (const namespace of new Set([...pods.keys()].map((name) => name.slice(0, name.indexOf('/'))))) {
    const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`
    const { items } = await api.send<PodMetrics>({ method: 'GET', path })
    for (const { metadata, containers } of items) {
      const pod = pods.get(`${namespace}/${metadata.name}`)
      if (pod === undefined) continue
      for (const container of containers) addUsage(usage.runs, pod.runId, figuresOf(container.usage))
    }
  }
}

function figuresOf({ cpu, memory }: Amounts): Figures {
  return { cpu: parseQuantity(cpu) * 1000, memory: parseQuantity(memory) / 1_048_576 }
}
