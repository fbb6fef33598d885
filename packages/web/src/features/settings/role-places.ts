import { ROLE_TABLE, type Role } from '@fairlead/control-plane/permissions'
import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../lib/trpc.ts'

export interface Place {
  /** `organization`, or the kind and id of a department or project. */
  value: string
  label: string
  kind: 'organization' | 'department' | 'project'
  /** Absent: the organization. */
  id?: string
  /** Its name, unless it is the organization. */
  name?: string
}

/** Where a role can be given. */
export function useRolePlaces(role: Role): Place[] {
  const departments = useQuery(trpc.departments.list.queryOptions({}))
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const { at } = ROLE_TABLE[role]
  const places = (kind: 'department' | 'project', word: string, items: readonly { id: string; name: string }[] = []) =>
    at.includes(kind)
      ? items.map(({ id, name }) => ({ value: `${kind} ${id}`, label: `${word} ${name}`, kind, id, name }))
      : []
  return [
    ...(at.includes('organization')
      ? [{ value: 'organization', label: 'The whole organization', kind: 'organization' as const }]
      : []),
    ...places('department', 'Department', departments.data?.items),
    ...places('project', 'Project', projects.data?.items),
  ]
}
