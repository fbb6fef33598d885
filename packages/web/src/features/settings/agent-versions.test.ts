import { expect, test } from 'vitest'
import { agentVersions } from './agent-versions.ts'

test('versions of agents are counted, the most frequent first, with how they lie to ours; what is gone or was never heard from is none', () => {
  const cluster = (
    agentVersion: string | null,
    agentSkew: 'same' | 'behind',
    state: 'accepted' | 'revoked' = 'accepted',
  ) => ({
    state,
    agentVersion,
    agentSkew,
  })
  expect(
    agentVersions([
      cluster('0.9.0', 'behind'),
      cluster('1.0.0', 'same'),
      cluster('1.0.0', 'same'),
      cluster('0.8.0', 'behind', 'revoked'),
      cluster(null, 'same'),
    ]),
  ).toEqual([
    { version: '1.0.0', count: 2, skew: '' },
    { version: '0.9.0', count: 1, skew: ' (behind)' },
  ])
})
