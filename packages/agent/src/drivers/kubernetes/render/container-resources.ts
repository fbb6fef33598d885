import type { ResourceList } from '@fairlead/protocol'
import type { ResourceRequirements } from './kube-types.ts'
import { RenderRefusal, type GpuResource } from './render-context.ts'

/** Requests and limits of one replica in the words of Kubernetes. Devices are asked for by the name under which the nodes offer them. */
export function containerResources(
  requests: ResourceList,
  limits: ResourceList,
  gpu: GpuResource | undefined,
): ResourceRequirements {
  // Devices cannot be overcommitted: the API takes them only with equal requests and limits.
  const most = Object.fromEntries(
    [...new Set([...Object.keys(requests), ...Object.keys(limits)])].map((name) => {
      const asked = requests[name] ?? 0
      const isDevice = !['cpu', 'memory'].includes(name)
      return [name, isDevice && asked > 0 ? asked : Math.max(asked, limits[name] ?? 0)]
    }),
  )
  const devices = Object.fromEntries(Object.entries(most).filter(([name]) => !['cpu', 'memory'].includes(name)))
  return { requests: quantities({ ...requests, ...devices }, gpu), limits: quantities(most, gpu) }
}

function quantities(resources: ResourceList, gpu: GpuResource | undefined): Record<string, string> {
  const entries = Object.entries(resources)
    .filter(([, amount]) => amount > 0)
    .map(([name, amount]): [string, string] => {
      if (name === 'cpu') return [name, amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`]
      if (name === 'memory') return [name, amount % 1024 === 0 ? `${amount / 1024}Gi` : `${amount}Mi`]
      if (name === 'gpu') return deviceQuantity(amount, gpu)
      return [name, String(amount)]
    })
  return Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)))
}

function deviceQuantity(milli: number, gpu: GpuResource | undefined): [string, string] {
  if (gpu === undefined) throw new RenderRefusal('NO_GPU', 'no node here offers GPUs under a name that is known')
  const units = (milli * gpu.unitsPerDevice) / 1000
  if (!Number.isInteger(units)) {
    const parts = gpu.unitsPerDevice === 1 ? 'whole devices only' : `shares of 1/${gpu.unitsPerDevice} of a device`
    throw new RenderRefusal('UNSUPPORTED', `${milli / 1000} GPUs were asked for, and these nodes give ${parts}`)
  }
  return [gpu.name, String(units)]
}
