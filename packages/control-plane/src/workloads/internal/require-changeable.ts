import { AppError } from '../../lib/app-error.ts'
import type { WorkloadRow } from '../find-workload.ts'
import { hasRun, isFinal } from '../transition.ts'
import type { FieldChange } from './changes-between.ts'

/** Throws CONFLICT, with the fields, for what cannot be changed any more. What waits or is stopped may change in everything. */
export function requireChangeable(row: WorkloadRow, changes: readonly FieldChange[]): void {
  if (isFinal(row.phase) || row.intent === 'cancel') {
    throw new AppError('CONFLICT', `"${row.name}" is ${row.phase} and cannot be changed`, {
      hint: 'submit it again with other fields',
    })
  }
  if (!hasRun(row.phase)) return
  const fixed = changes.filter((change) => !isOpenWhileRunning(change))
  if (fixed.length === 0) return
  throw new AppError(
    'CONFLICT',
    `"${row.name}" is ${row.phase}: ${fixed.map(({ path }) => path).join(', ')} cannot be changed any more`,
    {
      hint: `stop it, change it and put it back: fairlead stop ${row.name}; fairlead change ${row.name} ...; fairlead resume ${row.name}`,
      issues: fixed.map(({ path }) => ({ path, message: reasonOf(path) })),
    },
  )
}

/** The scheduler reads it at each round, and no cluster was told. */
function isOpenWhileRunning({ path, to }: FieldChange): boolean {
  return path === 'spec.priority' || (path === 'spec.preemptible' && to === true)
}

function reasonOf(path: string): string {
  if (path === 'spec.preemptible') return 'its room was given as preemptible work'
  return 'its run was given to a cluster like this'
}
