import { WORKLOAD_KINDS, type WorkloadRequest } from '../schemas.ts'
import type { Detail } from './detail-of.ts'

/**
 * A workload as the request that would make it again. `placement` is what its spec says of places, with names in place of ids. Its size is
 * left out: it is in the amounts already.
 */
export function requestOf(detail: Detail, placement: Record<string, unknown>): WorkloadRequest {
  const { resources: _amounts, labels: _labels, placement: _ids, ...spec } = detail.spec
  const kind = WORKLOAD_KINDS.find((one) => one === detail.kind)
  return {
    project: detail.project.name,
    name: detail.name,
    ...(kind === undefined ? {} : { kind }),
    labels: detail.labels,
    spec: prune({ ...spec, resources: writtenResources(detail.requests), placement }),
  }
}

/** Amounts as people write them. */
function writtenResources(amounts: Readonly<Record<string, number>>): Record<string, unknown> {
  const { cpu, memory, gpu, ...extended } = amounts
  return {
    cpu: cpu === undefined ? undefined : cpu / 1000,
    memory: memory === undefined ? undefined : memory % 1024 === 0 ? `${memory / 1024}Gi` : `${memory}Mi`,
    gpu: gpu === undefined || gpu === 0 ? undefined : gpu / 1000,
    extended,
  }
}

/** What only the work itself understands. */
const AS_IT_IS = new Set(['config'])

/** Without empty lists, empty maps and what is not set, at any depth. `null` means something and stays. */
function prune(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
      if (item === undefined) return []
      if (AS_IT_IS.has(key) || typeof item !== 'object' || item === null) return [[key, item]]
      if (Array.isArray(item)) return item.length === 0 ? [] : [[key, item]]
      const inner = prune(item as Record<string, unknown>)
      return Object.keys(inner).length === 0 ? [] : [[key, inner]]
    }),
  )
}
