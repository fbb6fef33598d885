import { plural } from '../../lib/format/numbers.ts'
import type { UserOrder } from './user-order-dialog.tsx'
import type { UserDetail } from './user-panel.tsx'

type Facts = Pick<UserDetail, 'state' | 'sessions' | 'tokens' | 'setupLinkExpiresAt' | 'work' | 'sharedViews'>

/** What an order about a user does, in numbers, before it is given. */
export function consequenceOf(order: UserOrder, user: Facts): string {
  const { state, sessions, tokens, setupLinkExpiresAt, sharedViews } = user
  const ends = listed([
    sessions > 0 && plural(sessions, 'session'),
    tokens > 0 && plural(tokens, 'token'),
    setupLinkExpiresAt !== null && 'the set-up link',
  ])
  const atOnce = ends === '' ? 'They have no session, token or set-up link that would end.' : `Ends at once: ${ends}.`
  switch (order) {
    case 'disable':
      return `${atOnce} ${goesOn(user)} Roles and password stay for when they are let in again.`
    case 'enable':
      return 'They may sign in with their roles and the password that they had. Sessions and tokens from before stay ended.'
    case 'remove':
      if (state === 'invited') return `${atOnce} Their roles go as well; they can be invited again.`
      return [
        atOnce,
        'Their roles and the views that they alone see go for good.',
        ...(sharedViews > 0 ? [`${plural(sharedViews, 'shared view becomes', 'shared views become')} yours.`] : []),
        goesOn(user),
        'The audit log keeps what they did.',
      ].join(' ')
    case 'setup-link':
      return [
        setupLinkExpiresAt === null
          ? 'It is good once and for 24 hours.'
          : 'The link that they have now stops working.',
        ...(state === 'active'
          ? ['The password that they have stays until the new one is set; then they are signed out everywhere else.']
          : []),
      ].join(' ')
    case 'sign-out':
      return `${sessions === 0 ? 'They are signed in nowhere.' : `Ends at once: ${plural(sessions, 'session')}.`} They may sign in again.`
  }
}

function goesOn({ work: { running, waiting } }: Pick<Facts, 'work'>): string {
  const theirs = listed([
    running > 0 && plural(running, 'running workload'),
    waiting > 0 && plural(waiting, 'waiting workload'),
  ])
  return theirs === '' ? 'No work of theirs is under way.' : `Their work goes on: ${theirs}.`
}

function listed(parts: readonly (string | false)[]): string {
  const said = parts.filter((part) => part !== false)
  return said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`
}
