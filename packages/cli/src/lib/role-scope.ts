import type { Client, User } from '@fairlead/sdk'
import { NotFoundError } from '@fairlead/sdk'
import { UsageError } from './usage-error.ts'

export type Role = User['roles'][number]['role']
export const ROLES = ['admin', 'department-admin', 'researcher', 'viewer'] as const satisfies readonly Role[]

/** The place that `--project` or `--department` names; undefined without either: the whole organization. */
export async function roleScope(
  client: Client,
  { project, department }: { project?: string; department?: string },
): Promise<{ kind: 'project' | 'department'; id: string } | undefined> {
  if (project !== undefined && department !== undefined) {
    throw new UsageError('name a project or a department, not both')
  }
  if (project !== undefined) return { kind: 'project', id: (await client.projects.get(project)).id }
  if (department === undefined) return undefined
  const found = (await client.departments.list()).find(({ id, name }) => department === id || department === name)
  if (found) return { kind: 'department', id: found.id }
  throw new NotFoundError(`there is no department "${department}" that you may see`, {
    code: 'NOT_FOUND',
    hint: 'list what there is with: fairlead department ls',
  })
}
