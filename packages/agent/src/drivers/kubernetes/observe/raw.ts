import type { RawObject } from '../api/object-watch.ts'

/** Objects as the API sends them: only the fields that are read, none of which has to be there. */
export type Raw = RawObject & {
  metadata: RawObject['metadata'] & {
    labels?: Record<string, string>
    annotations?: Record<string, string>
    creationTimestamp?: string
    deletionTimestamp?: string
    ownerReferences?: { kind: string; name: string }[]
  }
}

export type RawCondition = {
  type: string
  status: string
  reason?: string
  message?: string
  lastTransitionTime?: string
}

/** Milliseconds since 1970; undefined for what is no time. */
export function timeOf(text: string | undefined): number | undefined {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? undefined : at
}
