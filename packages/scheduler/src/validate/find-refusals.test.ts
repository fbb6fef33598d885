import { expect, test } from 'vitest'
import { describeState, findRefusals, REFUSAL_CODES, type Delta, type Quota, type QueueUpsert } from '../index.ts'
import { sceneArbitrary } from '../../test/arbitraries.ts'
import { cluster, gpus, node, pool, queue, quota, workload, world } from '../../test/world.ts'
import * as fc from 'fast-check'

const topology = ['zone', 'rack']
const base = [cluster('c1'), pool('p1', { topology }), pool('p2'), node('n1', 8), queue('d', quota(8))]

/** "field CODE severity" of everything that is found against a small world. */
function found(...deltas: Delta[]): string[] {
  return findRefusals(world(base).state, deltas).map(({ field, code, severity }) =>
    severity === 'error' ? `${field} ${code}` : `${field} ${code} (warning)`,
  )
}

function withQuota(change: Partial<Quota>, more: Partial<QueueUpsert> = {}): Delta {
  return queue('q', { ...quota(4), ...change }, more)
}

const at = 'pools.p1.quotas.gpu'

test('sound deltas are not refused, whatever is drawn', () => {
  fc.assert(
    fc.property(sceneArbitrary, (scene) => {
      const errors = findRefusals(world().state, scene.deltas).filter(({ severity, code }) => {
        return severity === 'error' && !code.startsWith('DESERVED_OVER_')
      })
      expect(errors).toEqual([])
    }),
    { numRuns: 40, seed: 7 },
  )
})

test('amounts are whole numbers from 0', () => {
  for (const name of ['deserved', 'limit', 'borrowLimit', 'lendLimit'] as const) {
    for (const bad of [-1, 0.5, Number.NaN, Infinity]) {
      expect(found(withQuota({ deserved: 0, [name]: bad }))).toEqual([`${at}.${name} AMOUNT_INVALID`])
    }
  }
  expect(found(workload('w', 'q', 1, { requests: { gpu: -1 } }))).toContain('requests.gpu AMOUNT_INVALID')
  expect(found(node('n', 1, { allocatable: { cpu: 1.5 } }))).toEqual(['allocatable.cpu AMOUNT_INVALID'])
  const entry = { rank: 0, quotas: {}, userLimits: { gpu: -5 } }
  expect(found(queue('q', undefined, { pools: { p1: entry } }))).toEqual(['pools.p1.userLimits.gpu AMOUNT_INVALID'])
})

test('weights, ranks, past use and times have their ranges', () => {
  expect(found(withQuota({ weight: -1 }))).toEqual([`${at}.weight WEIGHT_INVALID`])
  expect(found(withQuota({ weight: 0 }))).toEqual([])
  expect(found(queue('q', quota(1), { rank: Number.NaN }))).toEqual(['pools.p1.rank RANK_INVALID'])
  expect(found(queue('q', quota(1), { usage: -0.1 }))).toEqual(['pools.p1.usage.gpu USAGE_INVALID'])
  const entry = { rank: 0, quotas: {}, minRuntimeMs: -1 }
  expect(found(queue('q', undefined, { pools: { p1: entry } }))).toEqual(['pools.p1.minRuntimeMs TIME_INVALID'])
  expect(found(pool('p', { minRuntimeMs: -1, maxWaitMs: Number.NaN, timeBased: { k: -1 } }))).toEqual([
    'minRuntimeMs TIME_INVALID',
    'maxWaitMs TIME_INVALID',
    'timeBased.k WEIGHT_INVALID',
  ])
})

test('deserved and limits must agree', () => {
  expect(found(withQuota({ deserved: 5_000, limit: 4_000 }))).toEqual([`${at}.limit DESERVED_OVER_LIMIT`])
  expect(found(withQuota({ deserved: 4_000, limit: 4_000 }))).toEqual([])
  expect(found(withQuota({ deserved: null, borrowLimit: 1, lendLimit: 1 }))).toEqual([
    `${at}.borrowLimit BOUND_WITHOUT_EFFECT (warning)`,
    `${at}.lendLimit BOUND_WITHOUT_EFFECT (warning)`,
  ])
})

test('promises beyond what the parent deserves are a warning, or an error where one queue alone is promised more, at the queue that is changed', () => {
  const child = (id: string, deserved: number | null) => queue(id, quota(deserved), { parentId: 'd' })
  expect(found(child('a', 4), child('b', 4))).toEqual([])
  expect(found(child('a', 4), child('b', 5))).toEqual([`${at}.deserved DESERVED_OVER_PARENT (warning)`])
  expect(found(child('a', 9))).toEqual([`${at}.deserved DESERVED_OVER_PARENT`])
  expect(found(child('a', null))).toEqual([`${at}.deserved DESERVED_OVER_PARENT (warning)`])
  const { state } = world(base, child('a', 4), child('b', 4))
  expect(findRefusals(state, [queue('d', quota(7))])).toMatchObject([{ object: { kind: 'queue', id: 'd' } }])
  expect(findRefusals(state, [queue('d', quota(null))])).toEqual([])
  expect(findRefusals(state, [child('b', 3)])).toEqual([])
})

test('bounds that nothing ever comes up to are a warning', () => {
  expect(found(withQuota({ lendLimit: 5_000 }))).toEqual([`${at}.lendLimit BOUND_WITHOUT_EFFECT (warning)`])
  expect(found(withQuota({ lendLimit: 4_000 }))).toEqual([])
  expect(found(withQuota({ limit: 6_000, borrowLimit: 3_000 }))).toEqual([
    `${at}.borrowLimit BOUND_WITHOUT_EFFECT (warning)`,
  ])
  expect(found(withQuota({ limit: 6_000, borrowLimit: 2_000 }))).toEqual([])
  const entry = { rank: 0, quotas: { gpu: quota(1, 2) }, userLimits: { gpu: 3_000, cpu: 9_000 } }
  expect(found(queue('q', undefined, { pools: { p1: entry } }))).toEqual([
    'pools.p1.userLimits.gpu BOUND_WITHOUT_EFFECT (warning)',
  ])
})

test('what is deserved below a queue that deserves nothing is a warning, where that has rivals', () => {
  const child = queue('a', quota(4), { parentId: 'late' })
  expect(found(queue('late', undefined), child)).toEqual([`${at}.deserved DESERVED_OVER_PARENT (warning)`])
  expect(found(queue('late', quota(4)), child)).toEqual([])
  const { state } = world(pool('p1'), queue('only', undefined))
  expect(findRefusals(state, [queue('a', quota(4), { parentId: 'only' })])).toEqual([])
})

test('a queue needs a parent that exists and that is not below it', () => {
  expect(found(queue('q', quota(1), { parentId: 'nobody' }))).toEqual(['parentId PARENT_UNKNOWN'])
  expect(found(queue('q', quota(1), { parentId: 'q' }))).toEqual(['parentId QUEUE_CYCLE'])
  expect(found(queue('q', quota(1), { parentId: 'd' }), { kind: 'remove', of: 'queue', id: 'd' })).toEqual([
    'parentId PARENT_UNKNOWN',
  ])
  expect(found(queue('q', quota(1), { parentId: 'late' }), queue('late', quota(1)))).toEqual([])
  const { state } = world(base, queue('a', undefined, { parentId: 'd' }), queue('b', undefined, { parentId: 'a' }))
  expect(findRefusals(state, [queue('d', quota(8), { parentId: 'b' })])).toMatchObject([
    {
      object: { kind: 'queue', id: 'd' },
      message: 'queue "d" would be below itself (d > b > a > d); give it a parent that is not below it',
    },
  ])
})

test('a limit below what non-preemptible runs hold is a warning, also above their queue', () => {
  const run = { id: 'r', clusterId: 'c1', nodeIds: ['n1', 'n1'], startedAt: 1, stopping: false }
  const fixed = workload('w', 'a', 2, { preemptible: false, priority: 125, replicas: 2, run })
  const { state } = world(base, queue('a', quota(4), { parentId: 'd' }), fixed)
  expect(findRefusals(state, [queue('d', quota(3, 3))])).toMatchObject([
    { code: 'DESERVED_OVER_PARENT' },
    { field: `${at}.limit`, code: 'LIMIT_BELOW_HELD', severity: 'warning' },
  ])
  expect(findRefusals(state, [queue('a', quota(4, 4), { parentId: 'd' })])).toEqual([])
})

test('quotas in a pool that nobody knows are a warning', () => {
  const entry = { rank: 0, quotas: { gpu: quota(1) } }
  expect(found(queue('q', undefined, { pools: { p9: entry } }))).toEqual(['pools.p9 POOL_UNKNOWN (warning)'])
})

function asked(change: object): string[] {
  return found(queue('q', quota(4)), workload('w', 'q', 1, change))
}

test('gangs must be possible', () => {
  for (const replicas of [0, -1, 1.5, Number.NaN, 100_001])
    expect(asked({ replicas })).toEqual(['replicas GANG_INVALID'])
  for (const replicasMin of [0, 5, 1.5]) {
    expect(asked({ replicas: 4, replicasMin })).toEqual(['replicasMin GANG_INVALID'])
  }
  expect(asked({ replicas: 4, replicasMin: 4 })).toEqual([])
})

test('levels must be levels of every pool that the workload may go to', () => {
  expect(asked({ topology: { required: 'zone', preferred: 'rack' }, apartBy: 'node' })).toEqual([])
  expect(asked({ topology: { required: 'row' } })).toEqual(['topology.required LEVEL_UNKNOWN'])
  expect(asked({ topology: { preferred: 'row' } })).toEqual(['topology.preferred LEVEL_UNKNOWN'])
  expect(asked({ topology: { required: 'rack', preferred: 'zone' } })).toEqual([
    'topology.preferred BOUND_WITHOUT_EFFECT (warning)',
  ])
  expect(asked({ apartBy: 'row' })).toEqual(['apartBy LEVEL_UNKNOWN'])
  const neighbours = { labels: { app: 'x' } }
  expect(asked({ near: [{ level: 'cluster', ...neighbours }], apart: [{ level: 'row', ...neighbours }] })).toEqual([
    'apart[0].level LEVEL_UNKNOWN',
  ])
  expect(asked({ apartBy: 'rack', fallbackPoolIds: ['p2'] })).toEqual(['apartBy LEVEL_UNKNOWN'])
  expect(found(pool('p1', { topology: ['zone', 'zone', ''] }))).toEqual([
    'topology[1] TOPOLOGY_REPEATED',
    'topology[2] RULE_INVALID',
  ])
  expect(found(pool('p1', { topology: ['zone', 'node'] }))).toEqual(['topology[1] RULE_INVALID'])
})

test('fallback pools are other pools that exist, each once', () => {
  expect(asked({ fallbackPoolIds: ['p2'] })).toEqual([])
  expect(asked({ fallbackPoolIds: ['p1', 'p2', 'p2', 'p9'] })).toEqual([
    'fallbackPoolIds[0] FALLBACK_INVALID',
    'fallbackPoolIds[2] FALLBACK_INVALID',
    'fallbackPoolIds[3] FALLBACK_INVALID',
  ])
})

test('homes, priorities and times of workloads', () => {
  expect(found(workload('w', 'nobody', 1))).toEqual(['queueId QUEUE_UNKNOWN (warning)'])
  expect(found(queue('q', quota(1), { parentId: 'd' }), workload('w', 'd', 1))).toEqual(['queueId QUEUE_NOT_LEAF'])
  expect(asked({ poolId: 'p9' })).toEqual(['poolId POOL_UNKNOWN (warning)'])
  for (const priority of [Number.NaN, 1.5, 2e9]) expect(asked({ priority })).toEqual(['priority PRIORITY_INVALID'])
  expect(asked({ timeLimitMs: -1 })).toEqual(['timeLimitMs TIME_INVALID'])
})

test('rules on labels take the values that their operators need', () => {
  const rule = (operator: string, ...values: string[]) => [{ key: 'zone', operator, values }]
  for (const rules of [
    rule('In', 'a'),
    rule('NotIn', 'a', 'b'),
    rule('Exists'),
    rule('DoesNotExist'),
    rule('Gt', '-4'),
  ]) {
    expect(asked({ nodeRules: rules, clusterRules: rules })).toEqual([])
  }
  for (const rules of [
    rule('In'),
    rule('NotIn'),
    rule('Exists', 'a'),
    rule('Gt'),
    rule('Lt', '1', '2'),
    rule('Gt', 'x'),
  ]) {
    expect(asked({ nodeRules: rules })).toEqual(['nodeRules[0].values RULE_INVALID'])
  }
  expect(asked({ clusterRules: rule('Like', 'a') })).toEqual(['clusterRules[0].operator RULE_INVALID'])
  expect(
    asked({ nodePreferences: [{ weight: Number.NaN, rules: [{ key: '', operator: 'Exists', values: [] }] }] }),
  ).toEqual(['nodePreferences[0].weight WEIGHT_INVALID', 'nodePreferences[0].rules[0].key RULE_INVALID'])
})

test('every refusal is one sentence that names the field or the object and says what to do', () => {
  const { state } = world(base)
  const bad = [
    withQuota({ deserved: -1, weight: -1 }),
    queue('r', quota(5, 4), { parentId: 'd' }),
    workload('w', 'q', 1, { replicas: 0, priority: Number.NaN, fallbackPoolIds: ['p1'] }),
  ]
  const refusals = findRefusals(state, bad)
  expect(refusals.map(({ code }) => code)).toHaveLength(6)
  for (const { code, message, object } of refusals) {
    expect(REFUSAL_CODES).toContain(code)
    expect(message).toMatch(/^[^.\n][^\n]*[;,] .+[^.]$/)
    expect(['q', 'r', 'w']).toContain(object.id)
  }
  expect(refusals.find(({ code }) => code === 'DESERVED_OVER_LIMIT')!.message).toBe(
    'queue "r" deserves 5 GPUs but may hold only 4 GPUs; raise the limit or lower what it deserves',
  )
})

test('the last word about an object counts, and the state is left as it is', () => {
  const { state } = world(base)
  const before = describeState(state)
  expect(findRefusals(state, [withQuota({ deserved: -1 }), withQuota({ deserved: gpus(1) })])).toEqual([])
  expect(findRefusals(state, [withQuota({ deserved: -1 }), { kind: 'remove', of: 'queue', id: 'q' }])).toEqual([])
  expect(describeState(state)).toEqual(before)
})
