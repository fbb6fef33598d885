import type { Inputs } from '../../lib/trpc.ts'
import { KIND_WORDS } from './kinds.ts'

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
