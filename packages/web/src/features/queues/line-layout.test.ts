import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layoutLines } from './line-layout.ts'
import type { Line } from './pending.ts'

function line(name: string, count: number): Line {
  return { project: { id: name, name }, nodePool: { id: 'p', name: 'default' }, count }
}

test('each line stands under its head, and workloads are numbered through', () => {
  const { count, at } = layoutLines([line('a', 2), line('b', 1)])
  const shown = Array.from({ length: count }, (_, index) => at(index))
  expect(shown.map((row) => row?.number ?? row?.head.project.name)).toEqual(['a', 0, 1, 'b', 2])
  expect([at(-1), at(count)]).toEqual([undefined, undefined])
})

test('however many lines there are, every workload has one row and every line one head', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 30 }), (counts) => {
      const { count, at } = layoutLines(counts.map((many, index) => line(`l${index}`, many)))
      const rows = Array.from({ length: count }, (_, index) => at(index))
      const numbers = rows.flatMap((row) => row?.number ?? [])
      expect(numbers).toEqual(numbers.map((_, index) => index))
      expect(numbers).toHaveLength(counts.reduce((sum, many) => sum + many, 0))
      expect(rows.filter((row) => row && row.number === undefined)).toHaveLength(counts.length)
    }),
    { seed: 20_261_122 },
  )
})
