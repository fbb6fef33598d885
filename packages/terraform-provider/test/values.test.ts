import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planChange } from '../src/provider/plan-change.ts'
import { readHandshake } from '../src/plugin/read-handshake.ts'
import { cluster } from '../src/resources/cluster.ts'
import { durationText, secondsOf } from '../src/schema/duration.ts'
import { amountOf, quantityProblem, quantityText } from '../src/schema/quantity.ts'
import { decodeValue, encodeValue, isSame, UNKNOWN, type Value } from '../src/wire/value.ts'

const SEED = 7

describe('values', () => {
  const scalar = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.double({ noNaN: true }), fc.string())
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.constant(UNKNOWN as Value),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))

  test('each comes back as it was sent', () => {
    fc.assert(
      fc.property(value, (sent) => {
        expect(decodeValue(encodeValue(sent))).toEqual(sent)
      }),
      { seed: SEED },
    )
  })

  test('an unknown travels as the protocol wants it, and is like nothing', () => {
    expect([...encodeValue(UNKNOWN).msgpack!]).toEqual([0xd4, 0, 0])
    // An unknown text of which a prefix is known.
    const refined = Uint8Array.from([0xc7, 3, 12, 0x81, 1, 0xc2])
    expect(decodeValue({ msgpack: refined })).toBe(UNKNOWN)
    expect(isSame(UNKNOWN, UNKNOWN)).toBe(false)
  })
})

describe('amounts', () => {
  test('what is answered comes back from its text', () => {
    const amount = fc.option(fc.integer({ min: 0, max: 2 ** 31 }))
    fc.assert(
      fc.property(fc.constantFrom('memory', 'pieces'), amount, (unit, found) => {
        expect(amountOf(unit, quantityText(unit, found))).toBe(found)
      }),
      { seed: SEED },
    )
    fc.assert(
      fc.property(fc.constantFrom('cpu', 'gpu'), fc.integer({ min: 0, max: 900_000_000 }), (unit, found) => {
        expect(amountOf(unit, quantityText(unit, found))).toBe(found)
        expect(quantityProblem(unit, quantityText(unit, found))).toBeUndefined()
      }),
      { seed: SEED },
    )
  })

  test('one that is none is told by a right one', () => {
    expect(quantityProblem('memory', '64 GB')).toBe('a size such as "512Gi", or "unlimited"')
    expect(quantityProblem('gpu', '500m')).toContain('devices')
  })

  test('durations keep their seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), (seconds) => {
        expect(secondsOf(durationText(seconds))).toBe(seconds)
      }),
      { seed: SEED },
    )
    expect(durationText(1800)).toBe('30m')
  })
})

test('what cannot change makes another object, and what the control plane says is unknown until there is one', () => {
  const before = { name: 'a', labels: null, id: '1', join_token: 't' }
  const kept = planChange(cluster.attributes, before, { ...before, labels: { site: 'x' } })
  expect(kept).toMatchObject({ planned: { id: '1', join_token: 't' }, replaced: [] })
  expect(planChange(cluster.attributes, before, { ...before, name: 'b' }).replaced).toEqual(['name'])
  expect(planChange(cluster.attributes, null, { name: 'b', id: null }).planned['id']).toBe(UNKNOWN)
})

test('a person who starts it is told what it is', () => {
  expect(() => readHandshake({})).toThrow(/Terraform or OpenTofu starts it/)
})
