import type { PriorityName, Status, WorkloadKind } from '../schemas.ts'

/** Words that conditions take. They stand here without the schemas, which a browser would have to load with them; a test holds both together. */
export const PHASE_WORDS = [
  'QUEUED',
  'ASSIGNED',
  'STARTING',
  'RUNNING',
  'SUSPENDED',
  'CANCELLING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
] as const satisfies readonly Status['phase'][]

export const KIND_WORDS = [
  'job',
  'distributed',
  'workspace',
  'endpoint',
  'evaluation',
  'image-build',
] as const satisfies readonly WorkloadKind[]

export const PRIORITY_WORDS: Record<PriorityName, number> = {
  'very-low': 25,
  low: 40,
  'medium-low': 65,
  medium: 80,
  'medium-high': 90,
  high: 125,
  'very-high': 150,
}
