import { expect, test } from 'vitest'
import {
  cluster,
  node,
  NOW,
  plan,
  pool,
  queue,
  quota,
  settle,
  workload,
  workloads,
  world,
  type World,
} from '../../test/world.ts'
import { DEFAULT_POLICY, describeState, tryWorkload, type Trial, type WorkloadUpsert } from '../index.ts'

function tried(of: World, asked: WorkloadUpsert): Trial {
  const before = describeState(of.state)
  const trial = tryWorkload(of.state, DEFAULT_POLICY, { now: of.now, random: () => 0 }, asked)
  expect(describeState(of.state)).toEqual(before)
  return trial
}

const base = [cluster('c1'), pool('p1'), node('n1', 8), queue('a', quota(4)), queue('b', quota(4))]

test('a trial says where work would start, and starts nothing', () => {
  const made = world(base)
  expect(tried(made, workload('w', 'a', 2))).toEqual({
    outcome: 'STARTS',
    poolId: 'p1',
    clusterId: 'c1',
    nodeIds: ['n1'],
    preempted: [],
    permanent: false,
  })
  expect(plan(made).assignments).toEqual([])
})

test('a trial names whom it would stop', () => {
  const made = world(base, workloads(8, 'b', 'b', 1))
  settle(made)
  const trial = tried(made, workload('w', 'a', 2))
  expect(trial).toMatchObject({ outcome: 'STARTS_AFTER_PREEMPTION', poolId: 'p1', clusterId: 'c1', nodeIds: ['n1'] })
  expect(trial.preempted).toHaveLength(2)
  expect(trial.preempted[0]).toMatchObject({ queueId: 'b', cause: 'RECLAIM' })
})

test('a trial does not jump the line', () => {
  const made = world(base, workload('first', 'a', 8, { submittedAt: NOW - 5_000 }))
  const trial = tried(made, workload('w', 'a', 1))
  expect(trial).toMatchObject({ outcome: 'WAITS', permanent: false, nodeIds: [] })
  expect(trial.explanation?.reason).toBe('NO_CAPACITY')
})

test('a trial is about the one that is tried, also where others have its class key', () => {
  const made = world(base, workload('other', 'a', 16, { classKey: 'same' }))
  expect(tried(made, workload('w', 'a', 1, { classKey: 'same' })).outcome).toBe('STARTS')
  const large = tried(made, workload('w', 'a', 9, { classKey: 'same' }))
  expect(large).toMatchObject({ outcome: 'WAITS', permanent: true })
  expect(large.explanation?.message).toContain('needs 9 GPUs')
})
