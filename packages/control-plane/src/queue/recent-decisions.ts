import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { QueueDecision, ListDecisions } from './schemas.ts'

interface Row extends Record<string, unknown> {
  id: string
  at: string
  reason: string | null
  data: { round: number; cluster?: string; nodes?: string[]; borrowed?: boolean; cause?: 'RECLAIM' | 'PRIORITY' }
  workload_id: string
  name: string
  project_id: string
  project: string
  department_id: string
  cluster: string | null
  node_names: string[] | null
  for_id: string | null
  for_name: string | null
  for_project_id: string | null
  for_project: string | null
  for_department_id: string | null
}

export const recentDecisions = action({
  name: 'queue.decisions',
  summary:
    'What the scheduler decided last: who got room, who had to make room and for whom, and what is held for whom',
  rest: { method: 'get', path: '/queue/decisions' },
  allow: 'workload:read',
  input: ListDecisions,
  output: z.object({ items: z.array(QueueDecision).describe('newest first') }),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const rows = await q.execute<Row>(sql`
        select e.id::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, e.reason, e.data,
               w.id as workload_id, w.name, p.id as project_id, p.name as project, p.department_id,
               c.name as cluster, r.node_names,
               f.id as for_id, f.name as for_name, fp.id as for_project_id, fp.name as for_project, fp.department_id as for_department_id
        from (
          select * from workload_events
          where organization_id = ${ctx.organizationId} and data ? 'round'
          order by workload_events.id desc limit ${input.limit}
        ) e
        join workloads w on w.id = e.workload_id
        join projects p on p.id = w.project_id
        left join runs r on r.id = e.run_id
        left join clusters c on c.id = r.cluster_id
        left join workloads f on f.id = r.preempted_for and e.reason = 'PREEMPTED'
        left join projects fp on fp.id = f.project_id
        order by e.id desc`)
      const isSeen = (projectId: string, departmentId: string) =>
        ctx.access.can('workload:read', { projectId, departmentId })
      return {
        items: rows.map((row) => {
          const isMine = isSeen(row.project_id, row.department_id)
          const { data } = row
          const isForSeen = isSeen(row.for_project_id ?? '', row.for_department_id ?? '')
          return {
            id: Number(row.id),
            kind:
              row.reason === 'PREEMPTED'
                ? ('preempted' as const)
                : row.reason === 'NOMINATED'
                  ? ('nominated' as const)
                  : ('assigned' as const),
            round: data.round,
            at: row.at,
            workload: isMine ? { id: row.workload_id, name: row.name } : null,
            project: isMine ? row.project : 'another project',
            cluster: isMine ? (data.cluster ?? row.cluster) : null,
            nodes: isMine ? [...new Set(data.nodes ?? row.node_names ?? [])] : [],
            borrowed: data.borrowed ?? false,
            cause: data.cause ?? null,
            beneficiary:
              row.for_id === null
                ? null
                : {
                    workload: isForSeen ? { id: row.for_id, name: row.for_name ?? '' } : null,
                    project: isForSeen ? (row.for_project ?? '') : 'another project',
                  },
          }
        }),
      }
    }),
})
