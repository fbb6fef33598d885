import { expect, test } from 'vitest'
import { checkInvariants } from '../index.ts'
import { cluster, node, plan, pool, queue, quota, settle, tell, workload, workloads, world } from '../../test/world.ts'

const open = [cluster('c1'), pool('p1'), queue('a', quota(null))]
const MIG = 'nvidia.com/mig-1g.10gb'

test('a cordoned node takes nothing, and what runs there stays and is charged until it ends', () => {
  const w = world(open, [node('n1', 4), node('n2', 4)], workloads(8, 'old', 'a', 1))
  settle(w)
  tell(w, node('n1', 4, { schedulable: false }), { kind: 'remove', of: 'workload', id: 'old0' })
  tell(w, workloads(2, 'w', 'a', 1))
  const planned = plan(w)
  expect(planned.preemptions).toEqual([])
  expect(planned.assignments.every(({ nodeIds }) => nodeIds[0] === 'n2')).toBe(true)
  expect(planned.standings[0]!.allocated['gpu']).toBe(7_000)
})

test('a drained node is empty in the end, and its runs are nobody\u2019s victims', () => {
  const w = world(
    [cluster('c1'), pool('p1')],
    [queue('a', quota(4)), queue('b', quota(0))],
    [node('n1', 4), node('n2', 4)],
  )
  tell(w, workloads(8, 'old', 'b', 1))
  settle(w)
  tell(w, node('n1', 4, { schedulable: false }))
  const there = [...w.runs].filter(([, { nodeIds }]) => nodeIds[0] === 'n1').map(([id]) => id)
  tell(w, workloads(4, 'w', 'a', 1))
  settle(w)
  expect(there.every((id) => w.runs.has(id))).toBe(true)
  expect([...w.runs.values()].filter(({ nodeIds }) => nodeIds[0] === 'n1').length).toBe(4)
  tell(
    w,
    there.map((id) => ({ kind: 'remove', of: 'workload', id }) as const),
  )
  settle(w)
  expect([...w.runs.values()].some(({ nodeIds }) => nodeIds[0] === 'n1')).toBe(false)
  tell(w, node('n1', 4))
  settle(w)
  expect([...w.runs.values()].some(({ nodeIds }) => nodeIds[0] === 'n1')).toBe(true)
})

test('a nomination on a node that is cordoned is withdrawn, and the room of its work sought elsewhere', () => {
  const w = world([cluster('c1'), pool('p1')], [queue('a', quota(2)), queue('b', quota(0))], node('n1', 2))
  w.lagRounds = 3
  tell(w, workload('old', 'b', 2))
  settle(w)
  tell(w, workload('w', 'a', 2))
  const nominated = plan(w).nominations
  expect(nominated.map(({ nodeIds }) => nodeIds)).toEqual([['n1']])
  tell(w, { kind: 'nomination', workloadId: 'w', nomination: nominated[0]! }, node('n1', 2, { schedulable: false }))
  expect(plan(w).withdrawnNominations).toEqual(['w'])
  tell(w, node('n2', 2))
  expect(plan(w).assignments).toMatchObject([{ workloadId: 'w', nodeIds: ['n2'] }])
})

test('slices and other resources go by name and count: placed, charged, limited and taken back like any other', () => {
  const requests = { [MIG]: 1, 'rdma/hca': 1 }
  const slices = (id: string) => node(id, 0, { allocatable: { cpu: 8_000, [MIG]: 7, 'rdma/hca': 2 } })
  const entry = (deserved: number, limit: number | null) => ({
    rank: 0,
    quotas: { [MIG]: { deserved, limit, weight: 1 } },
  })
  const w = world([cluster('c1'), pool('p1')], [slices('n1'), slices('n2'), node('n3', 8)])
  tell(
    w,
    queue('a', undefined, { pools: { p1: entry(2, 3) } }),
    queue('b', undefined, { pools: { p1: entry(0, null) } }),
  )
  tell(w, workloads(6, 'b', 'b', 0, { requests }))
  settle(w)
  expect([...w.runs.keys()].length).toBe(4)
  expect([...w.runs.values()].some(({ nodeIds }) => nodeIds[0] === 'n3')).toBe(false)
  tell(w, workloads(4, 'a', 'a', 0, { requests }))
  settle(w)
  expect([...w.runs.keys()].filter((id) => id.startsWith('a')).length).toBe(2)
  expect(w.preemptions).toBe(2)
  expect(checkInvariants(w.state)).toEqual([])
  const standing = plan(w).standings.find(({ queueId }) => queueId === 'a')!
  expect(standing.allocated).toMatchObject({ [MIG]: 2, 'rdma/hca': 2 })
  expect(standing.limit[MIG]).toBe(3)
})
