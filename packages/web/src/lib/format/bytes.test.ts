import { expect, test } from 'vitest'
import { formatBytes } from './bytes.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.00 kB'],
  [16_267, '16.3 kB'],
  [193_302, '193 kB'],
  [83_400_000, '83.4 MB'],
  [2_500_000_000_000_000, '2500 TB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
