import { z } from 'zod'
import type { DesiredStore } from './desired-store.ts'

const Named = z.object({ spec: z.object({ workload: z.object({ id: z.string() }) }) })

/** Ids of the workloads of which a run is wanted. Undefined when an item cannot be read, which may name any. */
export function wantedWorkloads(store: DesiredStore): ReadonlySet<string> | undefined {
  const ids = new Set<string>()
  for (const { kind, body } of store.items()) {
    if (kind !== 'run') continue
    const read = Named.safeParse(JSON.parse(body))
    if (!read.success) return undefined
    ids.add(read.data.spec.workload.id)
  }
  return ids
}
