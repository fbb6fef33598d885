import type { Ahead } from '../../components/deed/put-ahead.ts'
import { trpc, type Inputs } from '../../lib/trpc.ts'
import type { WorkloadChange } from './change.ts'
import type { Pages } from './patch-rows.ts'
import { PRIORITY_NAMES } from './priorities.ts'

interface Changed {
  id: string
  priority: number
  labels: Readonly<Record<string, string>>
}

/** Whether a change is of labels and priority alone: nothing but another change follows from it, so it is shown before it is answered. */
export function isLight({ labels: _labels, spec, ...others }: WorkloadChange): boolean {
  return Object.keys(others).length === 0 && Object.keys(spec ?? {}).every((field) => field === 'priority')
}

/** A workload as it is once that change is made; any other workload as it is. */
export function withChange<W extends Changed>(workload: W, id: string, { labels, spec }: WorkloadChange): W {
  if (workload.id !== id) return workload
  const { priority } = spec ?? {}
  return {
    ...workload,
    ...(labels === undefined ? {} : { labels }),
    ...(priority === undefined ? {} : { priority: priorityNumber(priority) ?? workload.priority }),
  }
}

function priorityNumber(priority: string | number): number | undefined {
  return typeof priority === 'number' ? priority : (PRIORITY_NAMES as Partial<Record<string, number>>)[priority]
}

/** Where a change of labels and priority is seen at once: the workload, its reason, and every list of workloads that holds it. Nothing for any other change. */
export function changeAhead({ workload: id, project: _project, ...change }: Inputs['workloads']['change']): Ahead[] {
  if (!isLight(change)) return []
  const changed = <W extends Changed>(one: W) => withChange(one, id, change)
  return [
    { queryKey: trpc.workloads.get.queryKey(), patch: changed },
    {
      queryKey: trpc.workloads.why.queryKey(),
      patch: (before: { workload: Changed }) => {
        const workload = changed(before.workload)
        return workload === before.workload ? before : { ...before, workload }
      },
    },
    {
      queryKey: ['workload-rows'],
      patch: (before: Pages<Changed>) =>
        before.pages.some(({ items }) => items.some((row) => row.id === id))
          ? { ...before, pages: before.pages.map((page) => ({ ...page, items: page.items.map(changed) })) }
          : before,
    },
  ]
}
