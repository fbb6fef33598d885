import type { Outputs } from '../../lib/trpc.ts'
import { fromRequest } from '../submit/from-request.ts'
import type { Submit, SubmitForm } from '../submit/submit-form.ts'
import { hasRun } from './phases.ts'
import { PRIORITY_NAMES } from './priorities.ts'

type Detail = Outputs['workloads']['get']

/** The form of a workload as it asks now, with what its kind decided filled in. */
export function changeForm(workload: Detail, request: Submit): SubmitForm {
  const form = fromRequest(request)
  const named = Object.entries(PRIORITY_NAMES).find(([, value]) => value === workload.priority)
  const { priority: _number, ...rest } = form.rest
  return {
    ...form,
    rest,
    name: workload.name,
    priority: named ? named[0] : '',
    preemptible: workload.preemptible ? 'yes' : 'no',
  }
}

/** Fields that cannot be changed any more once a cluster has the work, and why an amount is missing. */
export function changeProblems(workload: Detail, form: SubmitForm): Partial<Record<keyof SubmitForm, string>> {
  if (hasRun(workload.status.phase)) return {}
  return {
    ...(form.cpu === '' ? { cpu: 'Say how many cores' } : {}),
    ...(form.memory === '' ? { memory: 'Say how much' } : {}),
    ...(Number(form.replicasMin) > Number(form.replicas) ? { replicasMin: 'At most as many as its replicas' } : {}),
    ...(form.fallbackPools.includes(form.pool) ? { fallbackPools: `${form.pool} is its first pool` } : {}),
  }
}
