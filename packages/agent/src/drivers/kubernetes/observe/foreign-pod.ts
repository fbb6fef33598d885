import { parseQuantity } from '../api/quantity.ts'
import type { Raw } from './raw.ts'

type RawContainer = { resources?: { requests?: Record<string, string> }; restartPolicy?: string }
export type RawForeignPod = Raw & {
  spec?: {
    nodeName?: string
    containers?: RawContainer[]
    initContainers?: RawContainer[]
    overhead?: Record<string, string>
  }
}

/** What a pod that is not ours keeps of its node. Amounts are in the units of Kubernetes. */
export type ForeignPod = { node: string; requests: Record<string, number> }

/** Undefined for a pod that is on no node yet, or keeps nothing. */
export function readForeignPod({ spec = {} }: RawForeignPod): ForeignPod | undefined {
  if (spec.nodeName === undefined) return undefined
  const { containers = [], initContainers = [], overhead = {} } = spec
  const requests: Record<string, number> = {}
  const add = (amounts: Record<string, string>): void => {
    for (const [name, text] of Object.entries(amounts)) requests[name] = (requests[name] ?? 0) + parseQuantity(text)
  }
  // Containers that start before the others and end before them count only by their largest.
  for (const { resources, restartPolicy } of initContainers) {
    if (restartPolicy === 'Always') add(resources?.requests ?? {})
  }
  for (const { resources } of containers) add(resources?.requests ?? {})
  for (const { resources, restartPolicy } of initContainers) {
    if (restartPolicy === 'Always') continue
    for (const [name, text] of Object.entries(resources?.requests ?? {})) {
      requests[name] = Math.max(requests[name] ?? 0, parseQuantity(text))
    }
  }
  add(overhead)
  return Object.keys(requests).length === 0 ? undefined : { node: spec.nodeName, requests }
}
