import { describe, expect, test } from 'vitest'
import { BLOCKERS } from './blockers.ts'
import { lookAt, startsWith } from './look-at.ts'

describe.for(BLOCKERS.map((blocker) => [blocker.name, blocker] as const))('%s', ([, blocker]) => {
  const { explanation, suggestions } = lookAt(blocker)

  test('is told by its reason, with numbers, and whether waiting helps', () => {
    expect({ reason: explanation.reason, permanent: explanation.permanent }).toEqual({
      reason: blocker.reason,
      permanent: blocker.permanent,
    })
  })

  test('is answered first by what starts it', () => {
    expect(suggestions[0]?.code).toBe(blocker.suggestion)
  })

  test('ends with each suggestion that is done', () => {
    for (const suggestion of suggestions)
      expect([suggestion.text, startsWith(blocker, suggestion)]).toEqual([suggestion.text, true])
  })
})
