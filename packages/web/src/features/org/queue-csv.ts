import { inUnit, MAIN_RESOURCES, resourceLabel, resourceUnit } from '../../lib/format/amounts.ts'
import type { CsvColumn } from '@fairlead/control-plane/csv'
import type { Queue } from '../queues/shares.ts'

/** What a queue is owed, may hold at most, gets, holds and asks for of a resource. Empty: without bound. */
function amounts(resource: string): CsvColumn<Queue>[] {
  const label = `${resourceLabel(resource)} ${resourceUnit(resource)}`.trim()
  const bound = (amount: number | null | undefined) =>
    amount === null || amount === undefined ? null : inUnit(resource, amount)
  return [
    { header: `${label} deserved`, value: ({ deserved }) => bound(deserved[resource]) },
    { header: `${label} limit`, value: ({ limit }) => bound(limit[resource]) },
    { header: `${label} fair share`, value: ({ fairShare }) => inUnit(resource, fairShare[resource] ?? 0) },
    { header: `${label} allocated`, value: ({ allocated }) => inUnit(resource, allocated[resource] ?? 0) },
    { header: `${label} requested`, value: ({ requested }) => inUnit(resource, requested[resource] ?? 0) },
  ]
}

/** A department or a project in a node pool, as a line of a file. */
export const QUEUE_CSV: readonly CsvColumn<Queue>[] = [
  { header: 'id', value: ({ queue }) => queue.id },
  { header: 'kind', value: ({ queue }) => queue.kind },
  { header: 'name', value: ({ queue }) => queue.name },
  { header: 'department id', value: ({ queue }) => queue.parentId },
  { header: 'node pool', value: ({ nodePool }) => nodePool.name },
  ...MAIN_RESOURCES.flatMap(amounts),
  { header: 'waiting', value: ({ waiting }) => waiting },
  { header: 'running', value: ({ running }) => running },
]
