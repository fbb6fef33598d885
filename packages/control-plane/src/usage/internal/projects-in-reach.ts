import { sql, type SQL } from 'drizzle-orm'
import type { Reach } from '../../identity/access.ts'

/** True for rows of projects that the reader may see. */
export function projectsInReach(reach: Reach, projectId: SQL, departmentId: SQL): SQL {
  if (reach === 'all') return sql`true`
  const isOne = (column: SQL, ids: readonly string[]) =>
    ids.length === 0
      ? sql`false`
      : sql`${column} in (${sql.join(
          ids.map((id) => sql`${id}::uuid`),
          sql`, `,
        )})`
  return sql`(${isOne(departmentId, reach.departmentIds)} or ${isOne(projectId, reach.projectIds)})`
}
