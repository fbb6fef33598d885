import { defined, oneOf, textOf } from '../../lib/search.ts'

export const USER_STATES = ['active', 'invited', 'disabled'] as const
export type UserState = (typeof USER_STATES)[number]

/** What is looked for among users, and whose panel is open. */
export interface UsersSearch {
  q?: string
  state?: UserState
  /** Id of the user of the panel. */
  user?: string
}

export function readUsersSearch(search: Record<string, unknown>): UsersSearch {
  return defined({
    q: textOf(search['q']),
    state: oneOf(search['state'], USER_STATES),
    user: textOf(search['user'], 254),
  })
}
