import { expect, test } from 'vitest'
import type { LabelRule } from '../delta.ts'
import { cluster, node, plan, pool, queue, quota, workload, world } from '../../test/world.ts'
import { meetsRule } from './label-rules.ts'

const open = [cluster('c1', { labels: { region: 'eu', residency: 'de' } }), pool('p1'), queue('a', quota(null))]

function rule(key: string, operator: LabelRule['operator'], ...values: string[]): LabelRule {
  return { key, operator, values }
}

test('every operator says what Kubernetes says of it, absent labels included', () => {
  const cases: [string | undefined, LabelRule, boolean][] = [
    ['a', rule('k', 'In', 'a', 'b'), true],
    [undefined, rule('k', 'In', 'a'), false],
    ['a', rule('k', 'NotIn', 'a'), false],
    [undefined, rule('k', 'NotIn', 'a'), true],
    ['', rule('k', 'Exists'), true],
    [undefined, rule('k', 'Exists'), false],
    [undefined, rule('k', 'DoesNotExist'), true],
    ['a', rule('k', 'DoesNotExist'), false],
    ['80', rule('k', 'Gt', '40'), true],
    ['40', rule('k', 'Gt', '40'), false],
    ['-3', rule('k', 'Lt', '0'), true],
    ['9007199254740993', rule('k', 'Gt', '9007199254740992'), true],
    ['many', rule('k', 'Gt', '1'), false],
    [undefined, rule('k', 'Lt', '1'), false],
  ]
  for (const [value, asked, isMet] of cases) expect(meetsRule(value, asked), JSON.stringify([value, asked])).toBe(isMet)
})

test('work goes only to nodes that pass all of its rules', () => {
  const nodes = [
    node('n1', 1, { labels: { gpu: 'a100', memory: '80' } }),
    node('n2', 1, { labels: { gpu: 'a100', memory: '40' } }),
    node('n3', 1, { labels: { gpu: 'h100', memory: '80', old: '' } }),
    node('n4', 1, { labels: { gpu: 'h100', memory: '80' } }),
    node('n5', 1),
  ]
  function fits(...nodeRules: LabelRule[]): string[] {
    const found: string[] = []
    for (const one of nodes) {
      const planned = plan(world(open, one, workload('w', 'a', 1, { nodeRules })))
      if (planned.assignments.length > 0) found.push(one.id)
    }
    expect(plan(world(open, nodes, workload('w', 'a', 1, { nodeRules }))).assignments.map((a) => a.nodeIds)).toEqual(
      found.length === 0 ? [] : [[found[0]]],
    )
    return found
  }
  expect(fits(rule('gpu', 'In', 'h100', 'a100'), rule('memory', 'Gt', '40'))).toEqual(['n1', 'n3', 'n4'])
  expect(fits(rule('gpu', 'In', 'h100'), rule('old', 'DoesNotExist'))).toEqual(['n4'])
  expect(fits(rule('gpu', 'NotIn', 'h100'))).toEqual(['n1', 'n2', 'n5'])
  expect(fits(rule('gpu', 'Exists'), rule('memory', 'Lt', '41'))).toEqual(['n2'])
  expect(fits(rule('gpu', 'In', 'b200'))).toEqual([])
})

test('rules on clusters keep work where it may be: regions and residency', () => {
  const clusters = [
    cluster('c2', { labels: { region: 'us' } }),
    cluster('c3', { labels: { region: 'eu', residency: 'fr' } }),
  ]
  const nodes = [node('n1', 8), node('n2', 8, { clusterId: 'c2' }), node('n3', 8, { clusterId: 'c3' })]
  const inFrance = [rule('region', 'In', 'eu'), rule('residency', 'In', 'fr')]
  const w = world(
    open,
    clusters,
    nodes,
    workload('french', 'a', 8, { clusterRules: inFrance }),
    workload('gang', 'a', 4, { replicas: 2, clusterRules: [rule('residency', 'DoesNotExist')] }),
    workload('nowhere', 'a', 1, { clusterRules: [rule('region', 'In', 'jp')] }),
  )
  const planned = plan(w)
  expect(planned.assignments.map(({ workloadId, nodeIds }) => [workloadId, nodeIds])).toEqual([
    ['french', ['n3']],
    ['gang', ['n2', 'n2']],
  ])
  expect(planned.waits.size).toBe(1)
})

test('rules that no node passes cost the neighbours nothing', () => {
  const w = world(
    cluster('c1'),
    pool('p1'),
    [queue('a', quota(0)), queue('b', quota(0))],
    node('n1', 8),
    workload('hopeless', 'a', 8, { nodeRules: [rule('gpu', 'Exists')] }),
    workload('w', 'b', 8),
  )
  expect(plan(w).standings.find(({ queueId }) => queueId === 'b')!.fairShare['gpu']).toBe(8_000)
})
