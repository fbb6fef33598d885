import { sql } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { AppError } from '../../lib/app-error.ts'
import { DEMO_LABEL } from '../schemas.ts'

const WORDS = {
  clusters: 'cluster',
  departments: 'department',
  projects: 'project',
  pools: 'node pool',
  workloads: 'workload',
}

/** Throws CONFLICT unless the organization has nothing yet but its people and its default pool. */
export async function requireEmpty(q: DrizzleTx): Promise<void> {
  const [row] = await q.execute<Record<keyof typeof WORDS | 'demo', number>>(sql`
    select (select count(*)::int from clusters) as clusters, (select count(*)::int from departments) as departments,
           (select count(*)::int from projects) as projects, (select count(*)::int from node_pools where not is_default) as pools,
           (select count(*)::int from workloads) as workloads,
           (select count(*)::int from clusters where labels ? ${DEMO_LABEL}) as demo`)
  const found = Object.entries(WORDS).flatMap(([key, word]) => {
    const count = row?.[key as keyof typeof WORDS] ?? 0
    return count === 0 ? [] : `${count} ${word}${count === 1 ? '' : 's'}`
  })
  if (found.length === 0) return
  const hint =
    (row?.demo ?? 0) > 0
      ? 'it has a demo already; take that away first: fairlead demo remove'
      : 'give the demo an installation of its own: npm start -- --empty'
  throw new AppError(
    'CONFLICT',
    `the demo goes only into an empty organization, and this one has ${found.join(', ')}`,
    { hint },
  )
}
