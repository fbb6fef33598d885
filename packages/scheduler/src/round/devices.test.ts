import { expect, test } from 'vitest'
import { cluster, names, node, plan, pool, queue, quota, step, workload, world } from '../../test/world.ts'
import { checkInvariants } from '../invariants/check-invariants.ts'

const open = [cluster('c1'), pool('p1'), queue('a', quota(null)), node('n1', 2)]

function standing(parts: readonly number[]) {
  const run = (id: string) => ({ id, clusterId: 'c1', nodeIds: ['n1'], startedAt: 1, stopping: false })
  return parts.map((part, i) => workload(`run-${i}`, 'a', part, { run: run(`run-${i}`) }))
}

test('a part that would push others onto a device too many waits, though some device has that much free', () => {
  // Packed as 0.47 + 0.37 + 0.16 and 0.23 + 0.16; with 0.59 the largest go 0.59 + 0.37 and 0.47 + 0.23 + 0.16, and 0.16 is left over.
  const w = world(open, standing([0.47, 0.23, 0.16, 0.16, 0.37]), workload('w', 'a', 0.59))
  expect(plan(w).assignments).toEqual([])
  expect(plan(w).waits.size).toBe(1)
  step(w)
  expect(checkInvariants(w.state)).toEqual([])
})

test('a part that is no larger than those that stand there takes what a device has free', () => {
  const w = world(open, standing([0.47, 0.23, 0.16, 0.16, 0.37]), workload('w', 'a', 0.16))
  expect(names(step(w))).toEqual(['w'])
  expect(checkInvariants(w.state)).toEqual([])
})
