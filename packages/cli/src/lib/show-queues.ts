import type { Queue } from '@fairlead/sdk'
import { amount, bound, byImportance } from '../output/amounts.ts'
import { table } from '../output/table.ts'
import type { App } from '../session/app.ts'

interface Row {
  queue: Queue
  resource: string
  isFirst: boolean
}

/** The tree of queues of each pool, with one line for each resource. */
export function showQueues(app: App, queues: readonly Queue[], only: readonly string[] | undefined): string {
  const pools = [...Map.groupBy(queues, ({ nodePool }) => nodePool.name)]
  return pools
    .map(([pool, mine]) => {
      const rows = inTreeOrder(mine).flatMap((queue) =>
        Object.keys(queue.deserved)
          .filter((resource) => only === undefined || only.includes(resource))
          .toSorted(byImportance)
          .map((resource, index): Row => ({ queue, resource, isFirst: index === 0 })),
      )
      const title = pools.length > 1 ? `${app.paint.bold(`Pool ${pool}`)}\n` : ''
      return title + treeTable(app, rows)
    })
    .join('\n')
}

function treeTable(app: App, rows: readonly Row[]): string {
  const { paint } = app
  return table(
    rows,
    [
      { title: 'QUEUE', value: ({ queue, isFirst }) => (isFirst ? nameOf(queue) : ''), elastic: 3 },
      { title: 'RESOURCE', value: ({ resource }) => resource },
      { title: 'DESERVED', value: ({ queue, resource }) => bound(resource, queue.deserved[resource]), align: 'right' },
      { title: 'LIMIT', value: ({ queue, resource }) => bound(resource, queue.limit[resource]), align: 'right' },
      { title: 'FAIR', value: ({ queue, resource }) => of(queue.fairShare, resource), align: 'right' },
      {
        title: 'ALLOC',
        value: ({ queue, resource }) => of(queue.allocated, resource),
        align: 'right',
        color: (text, { queue, resource }) => (isOver(queue, resource) ? paint.yellow(text) : text),
      },
      { title: 'ASKED', value: ({ queue, resource }) => of(queue.requested, resource), align: 'right' },
      { title: 'RUN', value: ({ queue, isFirst }) => (isFirst ? String(queue.running) : ''), align: 'right' },
      { title: 'WAIT', value: ({ queue, isFirst }) => (isFirst ? String(queue.waiting) : ''), align: 'right' },
    ],
    app,
  )
}

/** Parents in front of their children, in the order of the API. */
function inTreeOrder(queues: readonly Queue[]): Queue[] {
  const roots = queues.filter(({ queue }) => !queues.some((other) => other.queue.id === queue.parentId))
  const below = (parent: Queue): Queue[] => [
    parent,
    ...queues.filter(({ queue }) => queue.parentId === parent.queue.id).flatMap(below),
  ]
  return roots.flatMap(below)
}

function nameOf({ queue }: Queue): string {
  return queue.kind === 'project' ? `  ${queue.name}` : queue.name
}

function of(amounts: Readonly<Record<string, number>>, resource: string): string {
  return amount(resource, amounts[resource] ?? 0)
}

/** What it holds above what it deserves can be taken back. */
function isOver(queue: Queue, resource: string): boolean {
  const deserved = queue.deserved[resource]
  return typeof deserved === 'number' && (queue.allocated[resource] ?? 0) > deserved
}
