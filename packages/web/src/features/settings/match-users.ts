import type { Outputs } from '../../lib/trpc.ts'
import { grantText } from './effective-access.ts'
import type { UsersSearch } from './users-search.ts'

type User = Outputs['users']['list']['items'][number]

/** Users in that state of whom every word stands in their name, their email or one of their roles. */
export function matchUsers(users: readonly User[], { q = '', state }: UsersSearch): User[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return users.filter((user) => {
    if (state !== undefined && user.state !== state) return false
    const text = [user.name, user.email, ...user.roles.map(grantText)].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
