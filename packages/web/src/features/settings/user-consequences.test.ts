import { expect, test } from 'vitest'
import { consequenceOf } from './user-consequences.ts'

const user = {
  state: 'active' as const,
  sessions: 2,
  tokens: 1,
  setupLinkExpiresAt: '2026-01-01T00:00:00Z',
  work: { running: 3, waiting: 1 },
  sharedViews: 2,
}
const nobody = { ...user, sessions: 0, tokens: 0, setupLinkExpiresAt: null, work: { running: 0, waiting: 0 } }

test('what ends and what goes on is said in numbers', () => {
  expect(consequenceOf('disable', user)).toBe(
    'Ends at once: 2 sessions, 1 token and the set-up link. Their work goes on: 3 running workloads and 1 waiting workload. Roles and password stay for when they are let in again.',
  )
  expect(consequenceOf('remove', user)).toContain('2 shared views become yours.')
  expect(consequenceOf('sign-out', user)).toBe('Ends at once: 2 sessions. They may sign in again.')
  expect(consequenceOf('setup-link', user)).toContain('The link that they have now stops working.')
})

test('what is not there is not counted', () => {
  expect(consequenceOf('disable', nobody)).toContain('no session, token or set-up link that would end. No work')
  expect(consequenceOf('remove', { ...nobody, sharedViews: 0 })).not.toContain('0')
  expect(consequenceOf('remove', { ...nobody, state: 'invited' })).toContain('they can be invited again')
  expect(consequenceOf('setup-link', nobody)).toContain('good once')
})
