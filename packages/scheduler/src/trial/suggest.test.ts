import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sceneArbitrary } from '../../test/arbitraries.ts'
import {
  cluster,
  names,
  node,
  NOW,
  plan,
  pool,
  queue,
  quota,
  settle,
  tell,
  workload,
  workloads,
  world,
  type World,
} from '../../test/world.ts'
import { DEFAULT_POLICY, describeState, suggest, type Suggestion } from '../index.ts'

function suggested(of: World, workloadId: string, among?: { poolIds: string[] }): Suggestion[] {
  const before = describeState(of.state)
  const answer = suggest(of.state, DEFAULT_POLICY, { now: of.now, random: () => 0 }, workloadId, among)
  expect(describeState(of.state)).toEqual(before)
  return answer
}

test('whatever is suggested is enough when it is done, and trying it changed nothing', () => {
  fc.assert(
    fc.property(sceneArbitrary, fc.nat(), (scene, pick) => {
      const made = world(scene.deltas)
      settle(made)
      const waiting = scene.workloads.filter(({ id }) => !made.runs.has(id))
      if (waiting.length === 0) return
      const { id } = waiting[pick % waiting.length]!
      for (const suggestion of suggested(made, id)) {
        const after = world(describeState(made.state), suggestion.deltas)
        after.now = suggestion.changes.reduce((now, change) => (change.kind === 'wait' ? change.until : now), made.now)
        const { assignments, nominations } = plan(after)
        const places = suggestion.outcome === 'STARTS' ? assignments : nominations
        expect([suggestion.text, places.some(({ workloadId }) => workloadId === id)]).toEqual([suggestion.text, true])
      }
    }),
    { seed: 20_261_122, numRuns: 60 },
  )
})

const base = [cluster('c1'), pool('p1'), node('n1', 8)]

test('a limit is raised by what is missing and no more, also on the departments above', () => {
  const made = world(
    base,
    queue('dept', quota(4, 4)),
    queue('a', quota(4, 3), { parentId: 'dept' }),
    workload('r1', 'a', 3, { run: { id: 'r1', clusterId: 'c1', nodeIds: ['n1'], startedAt: NOW, stopping: false } }),
    workload('w', 'a', 2),
  )
  const raised = suggested(made, 'w').find(({ code }) => code === 'RAISE_LIMIT')
  expect(raised).toMatchObject({
    text: 'raise the limit of project a from 3 to 5 GPUs and of department dept from 4 to 5 GPUs; it then starts at once',
    by: 'admin',
    outcome: 'STARTS',
    changes: [
      { kind: 'quota', queueId: 'a', poolId: 'p1', resource: 'gpu', field: 'limit', from: 3_000, to: 5_000 },
      { kind: 'quota', queueId: 'dept', poolId: 'p1', resource: 'gpu', field: 'limit', from: 4_000, to: 5_000 },
    ],
  })
})

test('a limit that is raised lets others in first, and what is suggested counts them', () => {
  const made = world(
    base,
    queue('a', quota(8, 1)),
    workloads(2, 'first', 'a', 1, { submittedAt: NOW - 9_000 }),
    workload('w', 'a', 1, { submittedAt: NOW - 10 }),
    workload('r', 'a', 1, { run: { id: 'r1', clusterId: 'c1', nodeIds: ['n1'], startedAt: NOW, stopping: false } }),
  )
  const raised = suggested(made, 'w').find(({ code }) => code === 'RAISE_LIMIT')
  expect(raised?.text).toContain('from 1 to 4 GPUs')
  tell(made, raised!.deltas)
  expect(names(plan(made))).toContain('w')
})

test('what stops nobody comes before what stops others', () => {
  const made = world(
    base,
    pool('p2'),
    node('n2', 8, { poolId: 'p2' }),
    queue('a', quota(4)),
    queue('b', quota(4)),
    workloads(2, 'a', 'a', 2),
    workloads(2, 'b', 'b', 2),
  )
  settle(made)
  tell(made, workload('w', 'a', 2))
  const outcomes = suggested(made, 'w').map(({ outcome }) => outcome)
  expect(outcomes).toContain('STARTS_AFTER_PREEMPTION')
  expect(outcomes.indexOf('STARTS_AFTER_PREEMPTION')).toBeGreaterThan(0)
})

test('pools that are not open to it are not proposed', () => {
  const made = world(
    base,
    pool('p2'),
    node('n2', 8, { poolId: 'p2' }),
    queue('a', quota(0)),
    workload('w', 'a', 1, { nodeSelector: { zone: 'x' } }),
  )
  tell(made, node('n2', 8, { poolId: 'p2', labels: { zone: 'x' } }))
  const proposes = (among?: { poolIds: string[] }) =>
    suggested(made, 'w', among).some(({ code }) => code === 'USE_POOL')
  expect(proposes()).toBe(true)
  expect(proposes({ poolIds: ['p1'] })).toBe(false)
})

test('nothing is suggested for work that runs, starts by itself, or is not known', () => {
  const made = world(base, queue('a', quota(4)), workload('w', 'a', 1))
  expect(suggested(made, 'w')).toEqual([])
  settle(made)
  expect(suggested(made, 'w')).toEqual([])
  expect(suggested(made, 'nobody')).toEqual([])
})
