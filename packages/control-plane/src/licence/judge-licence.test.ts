import { expect, test } from 'vitest'
import { judgeLicence } from './judge-licence.ts'
import type { LicenceTerms } from './schemas.ts'

const day = 86_400_000
const ends = Date.parse('2027-01-31T00:00:00Z')
const terms: LicenceTerms = {
  id: 'lic-7',
  organization: 'Harbour Labs',
  issuedAt: '2026-01-31T00:00:00Z',
  expiresAt: '2027-01-31T00:00:00Z',
  limits: { clusters: 2, gpus: 64 },
}
const use = { clusters: 2, gpus: 64, users: 900 }
const judge = (highestMs: number, used = use) => judgeLicence({ kind: 'terms', terms }, used, highestMs)

test('within its limits and long before its end there is nothing to say', () => {
  expect(judge(ends - 90 * day)).toMatchObject({ state: 'valid', warnings: [] })
})

test('its end is announced a month before, and an end is no stop', () => {
  expect(judge(ends - 9.5 * day)).toMatchObject({
    state: 'valid',
    warnings: ['the licence ends on 2027-01-31, in 10 days'],
  })
  expect(judge(ends + day)).toMatchObject({
    state: 'expired',
    warnings: ['the licence ended on 2027-01-31; everything goes on, please renew it'],
  })
})

test('clocks may be five minutes apart', () => {
  expect(judge(ends + 4 * 60_000).state).toBe('valid')
  expect(judge(ends + 6 * 60_000).state).toBe('expired')
})

test('more than it allows is told with both numbers', () => {
  expect(judge(ends - 90 * day, { clusters: 3, gpus: 72, users: 1 })).toMatchObject({
    state: 'over-limit',
    warnings: [
      '3 clusters are in use and the licence is for 2; everything goes on, please extend it',
      '72 GPUs are in use and the licence is for 64; everything goes on, please extend it',
    ],
  })
})

test('without an end it has none, and without a licence nothing is said', () => {
  const { expiresAt: _expiresAt, ...endless } = terms
  expect(judgeLicence({ kind: 'terms', terms: endless }, use, ends * 2)).toMatchObject({ state: 'valid', warnings: [] })
  expect(judgeLicence({ kind: 'none' }, use, ends)).toEqual({ state: 'none', terms: null, use, warnings: [] })
})
