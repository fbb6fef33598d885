import { createFileRoute } from '@tanstack/react-router'
import { Users } from '../../../features/settings/users.tsx'
import { readUsersSearch } from '../../../features/settings/users-search.ts'
import { strictly } from '../../../lib/search.ts'

export const Route = createFileRoute('/_console/settings/users')({
  staticData: { crumb: 'Users' },
  validateSearch: strictly(readUsersSearch),
  component: UsersRoute,
})

function UsersRoute() {
  return <Users search={Route.useSearch()} />
}
