import { expect, test } from 'vitest'
import type { AirgapError } from '../cli/airgap-error.ts'
import type { Release } from '../release/release.ts'
import { requireSameRelease } from './require-same-release.ts'

const release = { version: '0.2.0', counter: 12 } as Release
const refusal = (counter: number) => {
  try {
    requireSameRelease({ version: `0.${counter}.0`, counter }, { release })
    return undefined
  } catch (error) {
    const { message, exit, hint } = error as AirgapError
    return { message, exit, hint }
  }
}

test('apply installs where there is nothing, and runs again for the release that there is', () => {
  expect(() => requireSameRelease(undefined, { release })).not.toThrow()
  expect(refusal(12)).toBeUndefined()
})

test('apply of a newer bundle is refused with the command that makes a backup before', () => {
  expect(refusal(11)).toMatchObject({ exit: 'preflight', hint: 'use ./airgap upgrade' })
  expect(refusal(11)?.message).toContain('0.11.0 (release 11) runs, and this is 0.2.0 (release 12)')
})

test('apply of an older bundle is refused with the command that goes back', () => {
  expect(refusal(13)).toMatchObject({ exit: 'preflight', hint: expect.stringContaining('./airgap rollback') })
})
