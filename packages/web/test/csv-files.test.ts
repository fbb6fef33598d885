import { expect, test } from 'vitest'
import { csvHead, csvRows } from '@fairlead/control-plane/csv'
import { CLUSTER_CSV } from '../src/features/clusters/cluster-csv.ts'
import { NODE_CSV } from '../src/features/clusters/node-csv.ts'
import { QUEUE_CSV } from '../src/features/org/queue-csv.ts'
import { POOL_CSV } from '../src/features/pools/pool-csv.ts'
import { PENDING_CSV } from '../src/features/queues/pending-csv.ts'
import { TOKEN_CSV, USER_CSV } from '../src/features/settings/people-csv.ts'
import { PRICE_CSV } from '../src/features/usage/price-csv.ts'

const FILES = {
  clusters: CLUSTER_CSV,
  nodes: NODE_CSV,
  queues: QUEUE_CSV,
  pools: POOL_CSV,
  waiting: PENDING_CSV,
  tokens: TOKEN_CSV,
  users: USER_CSV,
  prices: PRICE_CSV,
}

test.each(Object.entries(FILES))(
  'each column of the file of %s has a name of its own, the first is the id',
  (_, file) => {
    const heads = file.map(({ header }) => header)
    expect(new Set(heads).size).toBe(heads.length)
    expect(heads[0]).toBe('id')
  },
)

const POOL = { id: 'p', name: 'h100' }

test('a queue is a line in the units of people; what has no bound is empty, and zero is zero', () => {
  const queue = {
    queue: { kind: 'project' as const, id: 'q', name: '=vision' },
    nodePool: POOL,
    parentId: 'd',
    deserved: { gpu: 8000, cpu: null, memory: 0 },
    limit: {},
    fairShare: { gpu: 4500 },
    allocated: { memory: 1536 },
    requested: {},
    waiting: 3,
    running: 2,
  } as unknown as Parameters<(typeof QUEUE_CSV)[number]['value']>[0]
  const heads = csvHead(QUEUE_CSV).trim().split(',')
  const cells = csvRows(QUEUE_CSV, [queue]).trim().split(',')
  const of = (head: string) => cells[heads.indexOf(head)]
  expect(of('GPU devices deserved')).toBe('8')
  expect(of('CPU cores deserved')).toBe('')
  expect(of('Memory GiB deserved')).toBe('0')
  expect(of('GPU devices limit')).toBe('')
  expect(of('GPU devices fair share')).toBe('4.5')
  expect(of('Memory GiB allocated')).toBe('1.5')
  // A spreadsheet must not run a name.
  expect(of('name')).toBe("'=vision")
})
