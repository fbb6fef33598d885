import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeRoom, STEP_MICROS, type Keyed } from './make-room.ts'

const NOW = 1_900_000_000_000_000

function order(line: readonly Keyed[]): string[] {
  return line.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ id }) => id)
}

/** The line after a workload has come to stand at `index`. */
function insert(line: readonly Keyed[], index: number, id: string): Keyed[] {
  const { at, shifted } = makeRoom(line.slice(0, index).toReversed(), line.slice(index), NOW)
  const keys = new Map(shifted.map((moved) => [moved.id, moved.at]))
  return [...line.map((one) => ({ id: one.id, at: keys.get(one.id) ?? one.at })), { id, at }]
}

test('whoever is moved stands where it was asked to, and nobody else changes places', () => {
  const id = fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0'))
  fc.assert(
    fc.property(
      fc.uniqueArray(id, { minLength: 1, maxLength: 60 }),
      fc.array(fc.constantFrom(0, 0, 0, 1, 2, 999, 1000, 5000), { minLength: 60, maxLength: 60 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
      (ids, gaps, moves) => {
        let at = NOW
        const first = ids.map((name, index) => ({ id: name, at: (at += gaps[index] ?? 0) }))
        let expected = order(first)
        let line = expected.map((name) => first.find((one) => one.id === name) as Keyed)
        for (const [turn, move] of moves.entries()) {
          const index = move % (line.length + 1)
          // Ids before and behind all others: ties must not decide.
          const name = turn % 2 === 0 ? `a${turn}` : `z${turn}`
          line = insert(line, index, name)
          expected = expected.toSpliced(index, 0, name)
          expect(order(line)).toEqual(expected)
          line = expected.map((wanted) => line.find((one) => one.id === wanted) as Keyed)
        }
      },
    ),
    { seed: 20_261_122, numRuns: 400 },
  )
})

test('in the middle of a batch with one key, no more than the smaller side shifts', () => {
  const batch = Array.from({ length: 1000 }, (_, index) => ({ id: String(index).padStart(4, '0'), at: NOW }))
  const { shifted } = makeRoom(batch.slice(0, 10).toReversed(), batch.slice(10), NOW)
  expect(shifted.length).toBeLessThanOrEqual(10)
  const second = makeRoom(batch.slice(0, 995).toReversed(), batch.slice(995), NOW)
  expect(second.shifted.length).toBeLessThanOrEqual(5)
})

test('after one move through a batch, the next one beside it shifts nobody', () => {
  const batch = Array.from({ length: 100 }, (_, index) => ({ id: String(index).padStart(4, '0'), at: NOW }))
  const line = insert(batch, 5, 'x').toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  expect(makeRoom(line.slice(0, 5).toReversed(), line.slice(5), NOW).shifted).toEqual([])
})

test('the first of a line goes one step in front, the last one step behind', () => {
  expect(makeRoom([], [{ id: 'a', at: NOW }], NOW)).toEqual({ at: NOW - STEP_MICROS, shifted: [] })
  expect(makeRoom([{ id: 'a', at: NOW }], [], NOW)).toEqual({ at: NOW + STEP_MICROS, shifted: [] })
})
