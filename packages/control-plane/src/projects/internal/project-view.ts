import type { ProjectRow } from '../find-project.ts'
import type { Project } from '../schemas.ts'

/** A project as the API answers it. */
export function projectView(row: ProjectRow): Project {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    namespace: row.namespace,
    department: { id: row.departmentId, name: row.departmentName },
    lostAfterSeconds: row.lostAfterSeconds,
    clusterRules: row.clusterRules.map((rule) => ({ ...rule, values: [...rule.values] })),
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  }
}
