import type { Share } from '../../components/bars/share-bar.tsx'
import type { Scope } from '../../lib/scope-text.ts'
import type { Outputs } from '../../lib/trpc.ts'

export type Queue = Outputs['queues']['list']['items'][number]

/** One resource of a queue. A bound that is not named does not bind. */
export function shareOf(queue: Queue, resource: string): Share {
  return {
    deserved: queue.deserved[resource] ?? null,
    limit: queue.limit[resource] ?? null,
    fairShare: queue.fairShare[resource] ?? 0,
    allocated: queue.allocated[resource] ?? 0,
    requested: queue.requested[resource] ?? 0,
  }
}

/** Departments, each followed by its projects, both by name. */
export function asTree(queues: readonly Queue[]): { queue: Queue; depth: 0 | 1 }[] {
  const byName = queues.toSorted((a, b) => (a.queue.name < b.queue.name ? -1 : 1))
  const departments = byName.filter(({ queue }) => queue.kind === 'department')
  const projects = byName.filter(({ queue }) => queue.kind === 'project')
  const homeless = projects.filter(({ queue }) => !departments.some((parent) => parent.queue.id === queue.parentId))
  return [
    ...departments.flatMap((parent) => [
      { queue: parent, depth: 0 as const },
      ...projects
        .filter(({ queue }) => queue.parentId === parent.queue.id)
        .map((child) => ({ queue: child, depth: 1 as const })),
    ]),
    // A reader of one project may not see its department.
    ...homeless.map((queue) => ({ queue, depth: 0 as const })),
  ]
}

/** Names of the pools that queues are in, the busiest first. */
export function poolsByUse(queues: readonly Queue[], resource: string): { id: string; name: string }[] {
  const use = new Map<string, { id: string; name: string; amount: number }>()
  for (const { nodePool, allocated, requested, queue } of queues) {
    const known = use.get(nodePool.id) ?? { ...nodePool, amount: 0 }
    if (queue.kind === 'project') known.amount += (allocated[resource] ?? 0) + (requested[resource] ?? 0)
    use.set(nodePool.id, known)
  }
  return [...use.values()].toSorted((a, b) => b.amount - a.amount || (a.name < b.name ? -1 : 1))
}

/** Queues of a scope: a department with its projects, or one project with the department that it is of. */
export function inScope(queues: readonly Queue[], { department, project }: Scope): readonly Queue[] {
  const name = department ?? project
  if (name === undefined) return queues
  const kind = department === undefined ? 'project' : 'department'
  const chosen = queues.filter(({ queue }) => queue.kind === kind && queue.name === name).map(({ queue }) => queue)
  const ids = new Set(chosen.flatMap(({ id, parentId }) => [id, ...(kind === 'project' && parentId ? [parentId] : [])]))
  return queues.filter(
    ({ queue }) => ids.has(queue.id) || (kind === 'department' && queue.parentId !== null && ids.has(queue.parentId)),
  )
}
