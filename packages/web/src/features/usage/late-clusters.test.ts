import { expect, test } from 'vitest'
import { lateClusters } from './late-clusters.ts'

const RANGE = { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' }
const cluster = (
  name: string,
  health: 'healthy' | 'offline',
  lastSeenAt: string | null,
  state: 'accepted' | 'revoked' = 'accepted',
) => ({ name, health, lastSeenAt, state })

test('a cluster that fell silent within the range is late; one in contact, gone before or revoked is not', () => {
  const clusters = [
    cluster('desk', 'offline', '2026-11-21T12:00:00Z'),
    cluster('oslo', 'healthy', '2026-11-21T12:00:00Z'),
    cluster('old', 'offline', '2026-11-01T12:00:00Z'),
    cluster('new', 'offline', null),
    cluster('gone', 'offline', '2026-11-21T12:00:00Z', 'revoked'),
    cluster('after', 'offline', '2026-11-22T12:00:00Z'),
  ]
  expect(lateClusters(clusters, RANGE)).toEqual([{ name: 'desk', until: '2026-11-21T12:00:00Z' }])
})
