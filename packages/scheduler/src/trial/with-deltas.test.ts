import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sceneArbitrary } from '../../test/arbitraries.ts'
import type { Scene } from '../../test/scene.ts'
import { cluster, NOW, plan, pool, queue, quota, step, tell, workload, world, type World } from '../../test/world.ts'
import { checkInvariants, describeState, withDeltas, type Delta } from '../index.ts'

const changeArbitrary = fc.record({ what: fc.integer({ min: 0, max: 15 }), of: fc.nat(), to: fc.nat() })

/** Turns three numbers into something that may happen to the scene, removals of what others refer to included. */
function changeOf(
  { nodes, queues, workloads }: Scene,
  { what, of, to }: { what: number; of: number; to: number },
): Delta {
  const node = nodes[of % nodes.length]!
  const one = workloads[of % workloads.length]!
  const other = workloads[to % workloads.length]!
  const near = nodes[to % nodes.length]!
  const run = { id: `r${to}`, clusterId: near.clusterId, nodeIds: Array.from({ length: one.replicas }, () => near.id) }
  const changes: Delta[] = [
    { kind: 'remove', of: 'node', id: node.id },
    { kind: 'remove', of: 'workload', id: one.id },
    { kind: 'remove', of: 'queue', id: queues[of % queues.length]!.id },
    { kind: 'remove', of: 'cluster', id: node.clusterId },
    { kind: 'remove', of: 'pool', id: 'p1' },
    { kind: 'remove', of: 'workload', id: 'nobody' },
    { ...node, allocatable: { gpu: (to % 9) * 1_000, 'example.com/chip': to % 5 }, labels: { zone: 'new' } },
    { ...node, id: `new-${to % 3}`, poolId: 'elsewhere', clusterId: 'c-new' },
    { ...one, priority: 25 + (to % 3), submittedAt: NOW - (to % 30) },
    { ...other, id: `late-${to % 3}`, queueId: to % 2 === 0 ? one.queueId : 'q-new' },
    { ...queues[of % queues.length]!, pools: { p1: { rank: 2, quotas: { gpu: quota(to % 9) } } } },
    queue(`q-${to % 3}`, quota(1)),
    cluster('c1', { paused: true }),
    pool('p2'),
    { kind: 'run', workloadId: one.id, run: to % 3 === 0 ? undefined : { ...run, stopping: to % 2 === 0 } },
    { kind: 'nomination', workloadId: one.id, nomination: to % 3 === 0 ? undefined : run },
  ]
  return changes[what]!
}

/** A world in which some work runs, some holds room and some waits. */
function lived(scene: Scene): World {
  const made = world(scene.deltas.filter(({ kind }) => kind !== 'workload'))
  made.lagRounds = 1
  for (const wave of scene.waves) {
    tell(made, wave)
    step(made)
  }
  return made
}

test('whatever is tried, the state is afterwards what it was, and plans the same', () => {
  fc.assert(
    fc.property(
      sceneArbitrary,
      fc.array(changeArbitrary, { maxLength: 12 }),
      fc.boolean(),
      (scene, numbers, throws) => {
        const made = lived(scene)
        const before = describeState(made.state)
        const planned = plan(made)
        const changes = numbers.map((three) => changeOf(scene, three))
        const tried = world(before, changes)
        const look = () => {
          expect(describeState(made.state)).toEqual(describeState(tried.state))
          plan(made)
          if (throws) throw new Error('the look failed')
        }
        if (throws) expect(() => withDeltas(made.state, changes, look)).toThrow('the look failed')
        else withDeltas(made.state, changes, look)
        expect(describeState(made.state)).toEqual(before)
        expect(checkInvariants(made.state)).toEqual(checkInvariants(world(before).state))
        expect(plan(made)).toEqual(planned)
      },
    ),
    { seed: 20_261_122, numRuns: 150 },
  )
})

test('what is tried inside a trial is put back to the trial, not to the world', () => {
  const { state } = world(pool('p1'), queue('a', quota(4)), workload('w', 'a', 1))
  const before = describeState(state)
  withDeltas(state, [workload('w', 'a', 2)], () => {
    const outer = describeState(state)
    withDeltas(state, [{ kind: 'remove', of: 'workload', id: 'w' }], () => undefined)
    expect(describeState(state)).toEqual(outer)
  })
  expect(describeState(state)).toEqual(before)
})
