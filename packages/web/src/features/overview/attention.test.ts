import { expect, test } from 'vitest'
import { attentionList } from './attention.ts'

type Clusters = Parameters<typeof attentionList>[0]
const cluster = (over: Partial<Clusters[number]>): Clusters[number] =>
  ({
    name: 'oslo',
    state: 'accepted',
    health: 'healthy',
    healthMessage: 'fine',
    lastSeenAt: null,
    createdAt: '',
    paused: false,
    nodes: { total: 4, ready: 4 },
    ...over,
  }) as Clusters[number]
const overview = (alive: boolean) =>
  ({ leader: { alive, epoch: 1 }, lastRound: null }) as Parameters<typeof attentionList>[1]

test('nothing to look at is nothing said', () => {
  expect(attentionList([cluster({})], overview(true))).toEqual([])
})

test('the worst comes first, and revoked clusters are nobody’s worry', () => {
  const found = attentionList(
    [
      cluster({ name: 'a', paused: true }),
      cluster({ name: 'b', health: 'degraded' }),
      cluster({ name: 'c', health: 'offline' }),
      cluster({ name: 'd', state: 'revoked', health: 'offline' }),
      cluster({ name: 'e', nodes: { total: 4, ready: 1 } }),
    ],
    overview(false),
  )
  expect(found.map(({ tone, title }) => `${tone}: ${title}`)).toEqual([
    'failed: Nobody schedules',
    'failed: c is out of contact',
    'pending: b is degraded',
    'pending: e has 3 nodes that cannot take work',
    'active: a is paused',
  ])
})

test('what a cluster says of itself is a whole sentence, without a time that stands beside it anyway', () => {
  const healthMessage = 'its agent is out of contact since 2026-11-22T12:42:31.428Z; what runs there goes on'
  const [found] = attentionList([cluster({ health: 'offline', healthMessage })], overview(true))
  expect(found?.detail).toBe('Its agent is out of contact; what runs there goes on.')
})
