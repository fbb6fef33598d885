import type { Node } from '@fairlead/sdk'

const MODEL_LABEL = 'nvidia.com/gpu.product'
/** What every simulated node says of itself. */
const OWN_LABELS = new Set(['kubernetes.io/hostname', 'kubernetes.io/os', 'kubernetes.io/arch', MODEL_LABEL])

/** The setting of a simulated agent that brings back exactly these nodes: they are in groups of equal ones, numbered from 0. */
export function fleetOf(nodes: readonly Node[]): string {
  const groups = Map.groupBy(nodes, ({ name }) => name.slice(0, name.lastIndexOf('-')))
  return JSON.stringify(
    [...groups].flatMap(([namePrefix, alike]) => {
      const [node] = alike
      if (!node) return []
      const { capacity, gpu, labels } = node
      return {
        count: alike.length,
        namePrefix,
        labels: Object.fromEntries(Object.entries(labels).filter(([label]) => !OWN_LABELS.has(label))),
        shape: {
          cpu: (capacity['cpu'] ?? 0) / 1000,
          memory: capacity['memory'] ?? 0,
          gpu: gpu?.count ?? 0,
          ...(gpu ? { gpuModel: gpu.model, gpuMemory: gpu.memoryMib } : {}),
        },
      }
    }),
  )
}
