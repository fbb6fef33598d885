import type { WorkloadKind } from '../workloads/kinds.ts'
import { EMPTY_FORM, type SubmitForm } from './submit-form.ts'

const RUNS: readonly (keyof SubmitForm)[] = ['image', 'command', 'env', 'volumes', 'connections', 'pullSecrets']
const BATCH: readonly (keyof SubmitForm)[] = [...RUNS, 'retries']

/** Fields that not every kind has, by kind. */
const FIELDS: Record<WorkloadKind, readonly (keyof SubmitForm)[]> = {
  job: BATCH,
  distributed: [...BATCH, 'replicas', 'replicasMin', 'engine'],
  workspace: [...RUNS, 'ports'],
  endpoint: [...RUNS, 'ports', 'replicas', 'engine', 'minReplicas', 'targetCpu', 'healthPath'],
  evaluation: [...BATCH, 'config'],
  'image-build': ['retries', 'destination', 'context', 'dockerfile', 'inline', 'pushSecret'],
}
const SPECIAL = new Set(Object.values(FIELDS).flat())

/** Whether work of a kind has a field of the form. */
export function hasField(kind: WorkloadKind, field: keyof SubmitForm): boolean {
  return !SPECIAL.has(field) || FIELDS[kind].includes(field)
}

/** What makes the pods of a kind, besides what every Kubernetes has. */
export function enginesOf(kind: WorkloadKind): readonly SubmitForm['engine'][] {
  if (kind === 'distributed') return ['plain', 'jobset', 'trainer', 'ray']
  return kind === 'endpoint' ? ['plain', 'kserve'] : []
}

/** The form without what stands in fields that its kind does not have. */
export function onlyOfKind(form: SubmitForm): SubmitForm {
  const foreign = [...SPECIAL].filter((field) => !hasField(form.kind, field))
  const kept = { ...form, ...Object.fromEntries(foreign.map((field) => [field, EMPTY_FORM[field]])) }
  return kept.engine === '' || enginesOf(form.kind).includes(kept.engine) ? kept : { ...kept, engine: '' }
}
