import { expect, test } from 'vitest'
import type { Queue } from '../queues/shares.ts'
import { quotaBadges } from './quota-badges.ts'
import type { Quota } from './quota-lines.ts'

type Line = Partial<Quota['resources'][string]>
const POOL = { id: 'p', name: 'default' }
const SET = '2026-01-01T00:00:00Z'

function quota(kind: 'department' | 'project', name: string, gpu: Line, updatedAt: string | null = SET): Quota {
  return {
    queue: { kind, id: name, name },
    nodePool: POOL,
    rank: 0,
    resources: { gpu: { deserved: 0, limit: null, weight: 1, ...gpu } },
    minRuntimeSeconds: null,
    userLimits: {},
    updatedAt,
  }
}

const queue = (kind: 'department' | 'project', id: string, parentId: string | null) =>
  ({ queue: { kind, id, name: id, parentId }, nodePool: POOL }) as Queue
const QUEUES = [
  queue('department', 'research', null),
  queue('department', 'products', null),
  queue('project', 'vision', 'research'),
  queue('project', 'speech', 'research'),
]
const gpus = (devices: number) => devices * 1000
const judge = (quotas: Quota[], capacity = gpus(16)) =>
  quotaBadges(quotas, QUEUES, { name: 'default', capacity: { gpu: capacity } })
const wordsOf = (badges: readonly { words: string }[] = []) => badges.map(({ words }) => words)

test('a department that promises more than it deserves is told so, with numbers', () => {
  const { byQueue } = judge([
    quota('department', 'research', { deserved: gpus(8) }),
    quota('project', 'vision', { deserved: gpus(6) }),
    quota('project', 'speech', { deserved: gpus(4) }),
  ])
  expect(byQueue.get('research')).toEqual([
    {
      kind: 'over-promised',
      words: 'over-promised: GPU',
      about:
        'GPU: the projects deserve 10 GPUs and research has 8 GPUs, so that each gets less than promised when all ask.',
    },
  ])
})

test('what a department deserves and gives to no project is unallocated', () => {
  const { byQueue } = judge([
    quota('department', 'research', { deserved: gpus(8) }),
    quota('project', 'vision', { deserved: gpus(6) }),
  ])
  expect(wordsOf(byQueue.get('research'))).toEqual(['unallocated: GPU'])
  expect(byQueue.get('research')?.[0]?.about).toContain('2 GPUs of the 8 GPUs of research')
})

test('a queue that deserves nothing and may borrow nothing is blocked, and so is what is below it', () => {
  const { byQueue } = judge([
    quota('department', 'research', { borrowLimit: 0 }),
    quota('project', 'vision', {}),
    quota('project', 'speech', { limit: 0 }),
  ])
  expect(wordsOf(byQueue.get('research'))).toEqual(['blocked: GPU'])
  expect(byQueue.get('vision')?.[0]?.about).toContain('its department research deserves 0')
  expect(byQueue.get('speech')?.[0]?.about).toContain('speech deserves 0')
})

test('departments that deserve more than the pool has, or less, are told at the pool', () => {
  const both = (capacity: number) =>
    wordsOf(
      judge(
        [
          quota('department', 'research', { deserved: gpus(8) }),
          quota('department', 'products', { deserved: gpus(8) }),
        ],
        capacity,
      ).pool,
    )
  expect(both(gpus(12))).toEqual(['over-promised: GPU'])
  expect(both(gpus(16))).toEqual([])
  expect(both(gpus(20))).toEqual(['unallocated: GPU'])
})

test('what nobody has set is no news, and who sees no department is told nothing of the pool', () => {
  const open = judge([quota('department', 'research', {}, null), quota('project', 'vision', { deserved: gpus(4) })])
  expect([wordsOf(open.byQueue.get('research')), wordsOf(open.pool)]).toEqual([[], []])
  const rivals = judge([
    quota('department', 'research', {}, null),
    quota('department', 'products', {}, null),
    quota('project', 'vision', { deserved: gpus(4) }),
  ])
  expect(wordsOf(rivals.byQueue.get('research'))).toEqual(['over-promised: GPU'])
  const part = judge([quota('project', 'vision', { deserved: gpus(99) })])
  expect(part.pool).toEqual([])
})
