import { describe, expect, it } from 'vitest'
import { hearAddress } from './use-typed-text.ts'

describe('hearAddress', () => {
  it('takes what was typed here for an echo, and all before it for overtaken', () => {
    expect(hearAddress(['a', 'ab', 'abc'], 'ab')).toEqual({ sent: ['abc'], isEcho: true })
  })

  it('takes anything else for a change from outside, after which nothing of before counts', () => {
    expect(hearAddress(['a'], '')).toEqual({ sent: [], isEcho: false })
    expect(hearAddress([], 'a')).toEqual({ sent: [], isEcho: false })
  })
})
