import { describe, expect, test } from 'vitest'
import { digestOf, offerRelease, repositoryOf, skewOf } from './offer-release.ts'
import type { Release } from './schemas.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const release = (version: string, channel: 'stable' | 'beta', letter: string): Release => ({
  version,
  channel,
  digest: digest(letter),
  protocol: null,
  changes: [{ area: 'agent', text: `what ${version} brought` }],
})
const RELEASES = [release('1.3.0', 'beta', 'c'), release('1.2.0', 'stable', 'b'), release('1.1.0', 'stable', 'a')]
const agent = { channel: 'stable' as const, pinnedVersion: null, agentVersion: '1.1.0', agentImage: null }

describe('what is offered', () => {
  test('is the newest of the channel', () => {
    expect(offerRelease(agent, RELEASES)?.version).toBe('1.2.0')
    expect(offerRelease({ ...agent, channel: 'beta' }, RELEASES)?.version).toBe('1.3.0')
  })

  test('is nothing where the agent has it, or is ahead of its channel', () => {
    expect(offerRelease({ ...agent, agentVersion: '1.2.0' }, RELEASES)).toBeNull()
    expect(offerRelease({ ...agent, agentVersion: '1.3.0' }, RELEASES)).toBeNull()
    expect(offerRelease({ ...agent, agentVersion: null }, RELEASES)).toBeNull()
  })

  test('is the pinned one, also back, and nothing where nobody has it', () => {
    const pinned = { ...agent, channel: 'pinned' as const, agentVersion: '1.3.0' }
    expect(offerRelease({ ...pinned, pinnedVersion: '1.1.0' }, RELEASES)?.version).toBe('1.1.0')
    expect(offerRelease({ ...pinned, pinnedVersion: '1.3.0' }, RELEASES)).toBeNull()
    expect(offerRelease({ ...pinned, pinnedVersion: '0.9.0' }, RELEASES)).toBeNull()
  })

  test('is another build of the same version, where the digests say so', () => {
    const same = { ...agent, agentVersion: '1.2.0' }
    expect(offerRelease({ ...same, agentImage: `r.example/agent@${digest('b')}` }, RELEASES)).toBeNull()
    expect(offerRelease({ ...same, agentImage: `r.example/agent@${digest('f')}` }, RELEASES)?.version).toBe('1.2.0')
    expect(offerRelease({ ...same, agentImage: 'r.example/agent:1.2.0' }, RELEASES)).toBeNull()
  })

  test('tells all that changed since the version of the agent', () => {
    const texts = offerRelease({ ...agent, channel: 'beta' }, RELEASES)?.changes.map(({ text }) => text)
    expect(texts).toEqual(['what 1.3.0 brought', 'what 1.2.0 brought'])
  })
})

test('a reference is taken apart, with ports and without', () => {
  expect(repositoryOf(`r.example:5000/a/agent@${digest('a')}`)).toBe('r.example:5000/a/agent')
  expect(repositoryOf('r.example:5000/a/agent:1.0')).toBe('r.example:5000/a/agent')
  expect(repositoryOf('agent')).toBe('agent')
  expect(digestOf(`agent@${digest('a')}`)).toBe(digest('a'))
  expect(digestOf('agent:1')).toBeNull()
})

test('the distance to an agent is told', () => {
  expect(skewOf('1.2.0', null, '1.3.0')).toBe('behind')
  expect(skewOf('1.3.0', null, '1.3.0')).toBe('same')
  expect(skewOf('1.4.0-rc.1', null, '1.3.0')).toBe('ahead')
  expect(skewOf(null, null, '1.3.0')).toBe('unknown')
  expect(skewOf('1.2.0', 'sent away', '1.3.0')).toBe('refused')
})
