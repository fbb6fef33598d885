import type { WorkloadUpsert } from '../../src/index.ts'
import { holds } from '../hosting.ts'
import type { World } from '../world.ts'

/** Nodes on which more runs than there is room for, devices and their parts included. */
export function overcommitted(w: World): string[] {
  const there = new Map<string, WorkloadUpsert[]>()
  for (const [id, { nodeIds }] of w.runs) {
    const one = w.known.workloads.get(id)
    if (one === undefined) continue
    for (const nodeId of nodeIds) there.set(nodeId, [...(there.get(nodeId) ?? []), one])
  }
  const found: string[] = []
  for (const [nodeId, replicas] of there) {
    const node = w.known.nodes.get(nodeId)
    if (node !== undefined && !holds(node, replicas)) found.push(nodeId)
  }
  return found
}
