import { and, inArray } from 'drizzle-orm'
import { workloads } from '../../db/schema/workloads.ts'
import type { Tx } from '../../db/tx.ts'
import { AppError } from '../../lib/app-error.ts'
import { naming } from './naming.ts'
import type { Prepared } from './prepare-workload.ts'

/** Two unfinished workloads of a project never share a name that somebody chose. `isMany`: a refusal says which one. */
export async function refuseTakenNames(
  tx: Tx,
  fresh: readonly (Prepared & { index: number })[],
  isMany: boolean,
): Promise<void> {
  const named = fresh.filter(({ isNamed }) => isNamed)
  if (named.length === 0) return
  const rows = await tx.q
    .select({ projectId: workloads.projectId, name: workloads.name })
    .from(workloads)
    .where(
      and(
        inArray(
          workloads.name,
          named.map(({ row }) => row.name),
        ),
        inArray(workloads.phase, ['QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'SUSPENDED', 'CANCELLING']),
      ),
    )
  const taken = new Set(rows.map((row) => `${row.projectId} ${row.name}`))
  for (const { index, row } of named) {
    const { projectId, name } = row
    await naming(isMany ? index : undefined, () => {
      if (!taken.has(`${projectId} ${name}`)) return Promise.resolve()
      throw new AppError('CONFLICT', `an unfinished workload of this project is called "${name}" already`, {
        hint: 'choose another name, leave it out to get one made, or cancel the other first',
      })
    })
    taken.add(`${projectId} ${name}`)
  }
}
