import { expect, test } from 'vitest'
import {
  cluster,
  gpus,
  names,
  node,
  plan,
  pool,
  queue,
  quota,
  settle,
  step,
  tell,
  workload,
  workloads,
  world,
  type World,
} from '../../test/world.ts'

const base = [cluster('c1'), pool('p1')]
const old = { submittedAt: 1 }

/** Vision is nominated for 2 of the 8 GPUs that speech filled; the victims take some rounds to stop. */
function nominated(): World {
  const w = {
    ...world(
      base,
      [node('n1', 8), node('n2', 0)],
      [queue('vision', quota(4)), queue('speech', quota(4))],
      workloads(8, 's', 'speech', 1, old),
    ),
    lagRounds: 3,
  }
  settle(w)
  tell(w, workload('v', 'vision', 2))
  expect(step(w).nominations.map(({ workloadId }) => workloadId)).toEqual(['v'])
  return w
}

test('a nomination is kept until its victims are gone, and then starts; nobody else is preempted for it', () => {
  const w = nominated()
  const planned = step(w)
  expect(planned).toMatchObject({ assignments: [], preemptions: [], withdrawnNominations: [] })
  expect(planned.nominations.map(({ waitsForRunIds }) => waitsForRunIds.length)).toEqual([2])
  settle(w)
  expect(w.runs.get('v')!.nodeIds).toEqual(['n1'])
  expect(w.preemptions).toBe(2)
})

test('room that comes free for a nomination is given to nobody else', () => {
  const w = nominated()
  tell(w, workloads(4, 'more', 'speech', 1, { priority: 90, submittedAt: 0 }))
  tell(w, { kind: 'run', workloadId: 's7', run: undefined })
  expect(names(step(w))).toEqual([])
})

test('a second preemptor does not count on room that is coming free for the first', () => {
  const w = nominated()
  tell(w, workload('u', 'vision', 2))
  const planned = step(w)
  expect(planned.preemptions.map(({ workloadId }) => workloadId).sort()).toEqual(['s4', 's5'])
  expect(planned.nominations.map(({ workloadId }) => workloadId).sort()).toEqual(['u', 'v'])
})

test('runs that are stopping anyway count as coming free, so nobody is preempted for what they leave', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(4)), queue('speech', quota(4))],
    workloads(8, 's', 'speech', 1, old),
  )
  settle(w)
  const { runId, nodeIds } = w.runs.get('s0')!
  tell(
    w,
    { kind: 'run', workloadId: 's0', run: { id: runId, clusterId: 'c1', nodeIds, stopping: true } },
    workload('v', 'vision', 1),
  )
  const planned = plan(w)
  expect(planned.preemptions).toEqual([])
  expect(planned.nominations).toEqual([
    { workloadId: 'v', clusterId: 'c1', nodeIds: ['n1'], poolId: 'p1', waitsForRunIds: [runId] },
  ])
})

test('a nominee that finds room elsewhere starts there at once', () => {
  const w = nominated()
  tell(w, node('n3', 8))
  expect(plan(w).assignments).toMatchObject([{ workloadId: 'v', nodeIds: ['n3'] }])
})

test('a nomination whose node is gone is withdrawn, and the workload waits in line again', () => {
  const w = nominated()
  tell(w, { kind: 'remove', of: 'node', id: 'n1' })
  expect(plan(w)).toMatchObject({ withdrawnNominations: ['v'], nominations: [], assignments: [] })
})

test('a nomination in a cluster that went out of contact is withdrawn', () => {
  const w = nominated()
  tell(w, cluster('c1', { connected: false }))
  expect(plan(w).withdrawnNominations).toEqual(['v'])
})

test('a nomination whose victims were never told to stop is withdrawn, and the room sought anew', () => {
  const w = nominated()
  for (const id of ['s6', 's7']) {
    const { runId, nodeIds } = w.runs.get(id)!
    tell(w, {
      kind: 'run',
      workloadId: id,
      run: { id: runId, clusterId: 'c1', nodeIds, startedAt: 1, stopping: false },
    })
  }
  const planned = plan(w)
  expect(planned.withdrawnNominations).toEqual([])
  expect(planned.preemptions.map(({ workloadId }) => workloadId).sort()).toEqual(['s6', 's7'])
  expect(planned.nominations.map(({ workloadId }) => workloadId)).toEqual(['v'])
})

test('a nomination that a lowered limit forbids is withdrawn', () => {
  const w = nominated()
  tell(w, queue('vision', quota(4, 1)))
  expect(plan(w).withdrawnNominations).toEqual(['v'])
})

test('room that is held for a user counts against what the user may hold', () => {
  const limits = { p1: { rank: 0, quotas: { gpu: quota(null) }, userLimits: { gpu: gpus(2) } } }
  const w = world(
    [...base, node('n1', 2, { labels: { kind: 'x' } }), node('n2', 1)],
    { ...queue('a', quota(null)), pools: limits },
    workloads(2, 'low', 'a', 1, { ...old, priority: 25, nodeSelector: { kind: 'x' } }),
  )
  settle(w)
  w.lagRounds = 3
  tell(w, workload('large', 'a', 2, { priority: 80, userId: 'ann' }))
  expect(step(w).nominations.map(({ workloadId }) => workloadId)).toEqual(['large'])
  tell(w, workload('small', 'a', 1, { userId: 'ann' }))
  settle(w)
  expect([w.runs.has('large'), w.runs.has('small')]).toEqual([true, false])
})

test('whoever others are preempted for is nominated, also where it fits at once since a victim of somebody else stays', () => {
  const on = (id: string, gpu: number, startedAt: number) =>
    workload(id, 'a', gpu, { ...old, run: { id, clusterId: 'c1', nodeIds: ['n1'], startedAt, stopping: false } })
  const w = world(
    base,
    [queue('d', quota(1, 3)), queue('a', quota(0), { parentId: 'd' }), queue('b', quota(7), { parentId: 'd' })],
    node('n1', 4),
    [on('half1', 0.5, 1), on('half2', 0.5, 1), on('young', 0.25, 1_700_000_000_000), on('whole', 1, 60_000)],
    [workload('large', 'b', 1, old), workload('huge', 'b', 4), workload('part', 'b', 0.25)],
  )
  // The limit has 0.75 left: for the large one young goes, for the part the whole one, and then young may stay.
  const planned = step(w)
  expect(planned.preemptions).toMatchObject([{ workloadId: 'whole', forWorkloadId: 'part' }])
  expect(planned.nominations.map(({ workloadId }) => workloadId).sort()).toEqual(['large', 'part'])
  expect(names(step(w))).toEqual(['large', 'part'])
  expect(w.preemptions).toBe(1)
})
