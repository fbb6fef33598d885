import type { NodeUpsert, WorkloadUpsert } from '../src/index.ts'

/** Whether a node holds all of these replicas, devices and parts of devices included; written for clearness, not for speed. */
export function holds(host: NodeUpsert, replicas: readonly WorkloadUpsert[]): boolean {
  const used = new Map<string, number>()
  for (const { requests } of replicas) {
    for (const [resource, amount] of Object.entries(requests)) {
      if (resource !== 'gpu') used.set(resource, (used.get(resource) ?? 0) + amount)
    }
  }
  for (const [resource, amount] of used) if (amount > (host.allocatable[resource] ?? 0)) return false
  const gpus = replicas.map(({ requests }) => requests['gpu'] ?? 0)
  const devices = Math.floor((host.allocatable['gpu'] ?? 0) / 1_000)
  return devicesFor(gpus) <= devices
}

function devicesFor(gpus: readonly number[]): number {
  let whole = 0
  const shared: number[] = []
  for (const gpu of [...gpus].sort((a, b) => b - a)) {
    if (gpu >= 1_000) whole += Math.ceil(gpu / 1_000)
    else if (gpu > 0) {
      const at = shared.findIndex((free) => free >= gpu)
      if (at === -1) shared.push(1_000 - gpu)
      else shared[at]! -= gpu
    }
  }
  return whole + shared.length
}
