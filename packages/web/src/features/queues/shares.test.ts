import { expect, test } from 'vitest'
import { asTree, poolsByUse, shareOf, type Queue } from './shares.ts'

const queue = (
  kind: 'department' | 'project',
  name: string,
  parentId: string | null,
  over: Partial<Queue> = {},
): Queue => ({
  queue: { kind, id: `id-${name}`, name, parentId },
  nodePool: { id: 'n', name: 'h100' },
  rank: 0,
  deserved: { gpu: 8000 },
  limit: { gpu: null },
  fairShare: {},
  allocated: {},
  allocatedNonPreemptible: {},
  requested: {},
  waiting: 0,
  running: 0,
  asOf: null,
  ...over,
})

test('projects stand under their department, and one whose department is not seen still stands', () => {
  const tree = asTree([
    queue('project', 'b', 'id-d'),
    queue('department', 'd', null),
    queue('project', 'a', 'id-d'),
    queue('project', 'lost', 'id-x'),
  ])
  expect(tree.map(({ queue: { queue: q }, depth }) => `${depth} ${q.name}`)).toEqual(['0 d', '1 a', '1 b', '0 lost'])
})

test('no bound is no bound, and what is not reported is zero', () => {
  expect(shareOf(queue('project', 'a', null), 'gpu')).toEqual({
    deserved: 8000,
    limit: null,
    fairShare: 0,
    allocated: 0,
    requested: 0,
  })
})

test('the busiest pool comes first', () => {
  const busy = queue('project', 'a', null, { nodePool: { id: 'm', name: 'zz' }, allocated: { gpu: 1 } })
  expect(poolsByUse([queue('project', 'b', null), busy], 'gpu').map(({ name }) => name)).toEqual(['zz', 'h100'])
})
