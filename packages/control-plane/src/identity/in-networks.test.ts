import { expect, test } from 'vitest'
import { inNetworks, isNetwork } from './in-networks.ts'

test('networks and single addresses are told from other texts', () => {
  for (const good of ['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::1', '0.0.0.0/0'])
    expect(isNetwork(good), good).toBe(true)
  for (const bad of ['10.0.0.0/33', '10.0.0', 'host', '10.0.0.0/8/8', '10.0.0.0/', '', 'fd00::/129', '10.0.0.0/-1']) {
    expect(isNetwork(bad), bad).toBe(false)
  }
})

test('an address lies in its networks and in no other; one that is not known lies in none', () => {
  expect(inNetworks('10.1.2.3', ['192.0.2.0/24', '10.0.0.0/8'])).toBe(true)
  expect(inNetworks('11.1.2.3', ['10.0.0.0/8'])).toBe(false)
  expect(inNetworks('::ffff:10.1.2.3', ['10.0.0.0/8'])).toBe(true)
  expect(inNetworks('fd00::5', ['fd00::/8'])).toBe(true)
  expect(inNetworks('fd00::5', ['10.0.0.0/8'])).toBe(false)
  expect(inNetworks(null, ['0.0.0.0/0'])).toBe(false)
  expect(inNetworks('unknown', ['0.0.0.0/0'])).toBe(false)
  expect(inNetworks('10.1.2.3', [])).toBe(false)
})
