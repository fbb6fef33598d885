import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../lib/trpc.ts'
import { useWhoami } from '../../lib/whoami.ts'

/** How many projects the reader sees, when those are not all: then counts on a page are of theirs alone. `undefined`: they see everything, or it is not known yet. */
export function useOwnProjects(): number | undefined {
  const whoami = useWhoami()
  const isRestricted = whoami !== undefined && !whoami.permissions.includes('workload:read')
  const projects = useQuery(trpc.projects.list.queryOptions({}, { enabled: isRestricted }))
  if (!isRestricted || !projects.data) return undefined
  return projects.data.items.filter(({ archivedAt }) => archivedAt === null).length
}
