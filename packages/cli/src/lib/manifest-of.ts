import type { WorkloadRequest } from '@fairlead/sdk'
import { defined } from './defined.ts'

/** A request as `fairlead apply -f` takes it. */
export function manifestOf({ kind, name, project, labels, spec }: WorkloadRequest): Record<string, unknown> {
  const words = kind?.split('-').map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
  return {
    ...(words === undefined ? {} : { kind: words.join('') }),
    metadata: defined({ name, project, labels: Object.keys(labels ?? {}).length === 0 ? undefined : labels }),
    spec,
  }
}
