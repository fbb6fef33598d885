import { digestOf } from '@fairlead/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DigestIndex } from './digest-index.ts'

const item = fc.record({
  kind: fc.constantFrom('run', 'volume'),
  key: fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }),
  generation: fc.nat(3),
  rev: fc.nat(20),
})

test('the digest of a changing set is the digest of the same set made anew', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ item, isRemoval: fc.boolean() }), { maxLength: 60 }), (steps) => {
      const index = new DigestIndex()
      const held = new Map<string, (typeof steps)[number]['item']>()
      for (const step of steps) {
        const name = JSON.stringify(step.item)
        if (step.isRemoval) {
          index.remove(step.item)
          held.delete(name)
        } else {
          index.add(step.item)
          held.set(name, step.item)
        }
        expect(index.digest).toBe(digestOf(held.values()))
      }
    }),
  )
})
