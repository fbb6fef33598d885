import { expect, test } from 'vitest'
import { isFreshNonce, issueNonce } from './nonce.ts'

const key = Buffer.alloc(32, 1)
const NOW = 1_800_000_000_000

test('a nonce is good for its minute and the next, on every replica with the key', () => {
  const nonce = issueNonce(key, NOW)
  expect(isFreshNonce(key, nonce, NOW)).toBe(true)
  expect(isFreshNonce(Buffer.alloc(32, 1), nonce, NOW + 60_000)).toBe(true)
  expect(isFreshNonce(key, nonce, NOW + 120_000)).toBe(false)
  expect(isFreshNonce(key, nonce, NOW - 120_000)).toBe(false)
})

test('a nonce cannot be made without the key, nor moved to another minute', () => {
  const nonce = issueNonce(key, NOW)
  const [bucket = '', mac = ''] = nonce.split('.')
  expect(isFreshNonce(Buffer.alloc(32, 2), nonce, NOW)).toBe(false)
  expect(isFreshNonce(key, `${Number(bucket) + 1}.${mac}`, NOW + 60_000)).toBe(false)
  for (const junk of ['', '.', 'x', `${bucket}.`, `${bucket}.${mac.slice(1)}`])
    expect(isFreshNonce(key, junk, NOW)).toBe(false)
})
