import type { Inputs, Outputs } from '../../lib/trpc.ts'
import { isKind, KIND_WORDS } from './kinds.ts'

type Detail = Outputs['workloads']['get']
type Submit = Inputs['workloads']['submit']

/** A request as `fairlead apply -f` takes it. Fields that say nothing are left out; a kind that is not named is that of the template. */
export function manifestOf({
  kind,
  name,
  project,
  labels,
  spec,
}: Omit<Submit, 'idempotencyKey'>): Record<string, unknown> {
  return {
    ...(kind === undefined ? {} : { kind: KIND_WORDS[kind].manifest }),
    metadata: prune({ name, project, labels }),
    spec: prune(spec as Record<string, unknown>),
  }
}

/** What only the work itself understands. */
const AS_IT_IS = new Set(['config'])

/** Without empty lists, empty maps and what is not set, at any depth. `null` means something and stays. */
export function prune(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
      if (item === undefined) return []
      if (AS_IT_IS.has(key)) return [[key, item]]
      if (typeof item !== 'object' || item === null) return [[key, item]]
      if (Array.isArray(item)) return item.length === 0 ? [] : [[key, item]]
      const inner = prune(item as Record<string, unknown>)
      return Object.keys(inner).length === 0 ? [] : [[key, inner]]
    }),
  )
}

/** Amounts as people write them. */
export function writtenResources(amounts: Readonly<Record<string, number>>): Record<string, unknown> {
  const { cpu, memory, gpu, ...extended } = amounts
  return prune({
    cpu: cpu === undefined ? undefined : cpu / 1000,
    memory: memory === undefined ? undefined : memory % 1024 === 0 ? `${memory / 1024}Gi` : `${memory}Mi`,
    gpu: gpu === undefined || gpu === 0 ? undefined : gpu / 1000,
    extended,
  })
}

/**
 * A workload as the request that would make it again. Ids of pools and clusters become names where they are known, because those are what people
 * write; `names` has both.
 */
export function requestOf(detail: Detail, names: ReadonlyMap<string, string>): Submit {
  const {
    placement,
    resources: _amounts,
    labels: _labels,
    ...spec
  } = detail.spec as Record<string, unknown> & {
    placement?: { nodePoolId?: string; fallbackPoolIds?: string[]; clusterIds?: string[] }
  }
  const { nodePoolId: _pool, fallbackPoolIds, clusterIds, ...rules } = placement ?? {}
  const named = (ids: readonly string[] | undefined) => ids?.map((id) => names.get(id) ?? id)
  return {
    project: detail.project.name,
    name: detail.name,
    ...(isKind(detail.kind) ? { kind: detail.kind } : {}),
    labels: detail.labels,
    spec: prune({
      ...spec,
      resources: writtenResources(detail.requests),
      placement: {
        nodePool: detail.nodePool.name,
        fallbackPools: named(fallbackPoolIds),
        clusters: named(clusterIds),
        ...rules,
      },
    }) as Submit['spec'],
  }
}
