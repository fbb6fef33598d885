import type { V1Node } from '@kubernetes/client-node'
import { rawGet, type Kube } from '../../install/kube.ts'
import { pass, warn, type Check } from '../check.ts'

/** Extended resources that are devices, by how their names begin. */
const DEVICES = /^(nvidia\.com\/(gpu|mig-)|amd\.com\/gpu|gpu\.intel\.com\/|habana\.ai\/)/
/** As Node Feature Discovery marks hardware, by maker. */
const HARDWARE: readonly [label: RegExp, maker: string, plugin: string][] = [
  [/^feature\.node\.kubernetes\.io\/pci-.*10de\.present$/, 'NVIDIA', 'nvidia.com/gpu'],
  [/^feature\.node\.kubernetes\.io\/pci-.*1002\.present$/, 'AMD', 'amd.com/gpu'],
  [/^feature\.node\.kubernetes\.io\/pci-.*1da3\.present$/, 'Gaudi', 'habana.ai/gaudi'],
]
/** What is used where it is found, by API group. */
const OPTIONAL: readonly [group: string, name: string][] = [
  ['metrics.k8s.io', 'metrics-server'],
  ['resource.k8s.io', 'claims of devices'],
  ['jobset.x-k8s.io', 'JobSet'],
  ['trainer.kubeflow.org', 'Kubeflow Trainer'],
  ['ray.io', 'KubeRay'],
  ['serving.kserve.io', 'KServe'],
]

/** A5: devices, and what Fairlead uses where it is found. Listed, since none of it is needed and nothing of it is brought. */
export async function checkAccelerators(kube: Kube): Promise<Check> {
  const { items } = await kube.core.listNode()
  const { text } = await rawGet(kube, '/apis')
  const groups = (JSON.parse(text) as { groups?: { name: string }[] }).groups?.map(({ name }) => name) ?? []
  return tellAccelerators(items, groups)
}

/** The same from what the API server has said. */
export function tellAccelerators(nodes: readonly V1Node[], groups: readonly string[]): Check {
  const what = 'devices and measures'
  const counts = new Map<string, { devices: number; nodes: number }>()
  for (const { status } of nodes)
    for (const [name, quantity] of Object.entries(status?.allocatable ?? {})) {
      if (!DEVICES.test(name) || Number(quantity) === 0) continue
      const { devices, nodes } = counts.get(name) ?? { devices: 0, nodes: 0 }
      counts.set(name, { devices: devices + Number(quantity), nodes: nodes + 1 })
    }
  const devices = [...counts].map(([name, { devices, nodes }]) => `${devices} ${name} on ${nodes} node(s)`).toSorted()
  const found = OPTIONAL.filter(([group]) => groups.includes(group)).map(([, name]) => name)
  const seen = [devices.join(', ') || 'no devices', ...(found.length === 0 ? [] : [`with ${found.join(', ')}`])].join(
    '; ',
  )
  const hidden = HARDWARE.flatMap(([label, maker, resource]) => {
    const bare = nodes.filter(
      ({ metadata, status }) =>
        Object.keys(metadata?.labels ?? {}).some((each) => label.test(each)) &&
        !Object.keys(status?.allocatable ?? {}).some((name) => DEVICES.test(name)),
    )
    return bare.length === 0
      ? []
      : [`${bare.length} node(s) have ${maker} hardware and offer no ${resource}: install its driver and device plugin`]
  })
  if (hidden.length > 0) return warn('A5', what, seen, hidden.join('; '))
  if (!groups.includes('metrics.k8s.io'))
    return warn(
      'A5',
      what,
      seen,
      'use of CPU and memory comes from the kubelets, where the agent may ask them, and from metrics-server, which is not here; use of GPUs from dcgm-exporter; none of them is needed to run work',
    )
  return pass('A5', what, seen)
}
