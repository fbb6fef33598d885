import type { z } from 'zod'
import { transaction } from '../app/context.ts'
import { csvList, csvParts } from '../app/csv-list.ts'
import { pagesOf } from '../app/pages-of.ts'
import type { CsvColumn } from '../lib/csv.ts'
import { workloadConditions } from './internal/workload-conditions.ts'
import { listWorkloads } from './list-workloads.ts'
import { ListWorkloads, type Workload } from './schemas.ts'
import { countWorkloads } from './view-workloads.ts'

type Row = z.output<typeof Workload>

const asked =
  (resource: string, unit: number) =>
  ({ requests }: Row) =>
    (requests[resource] ?? 0) / unit

/** Amounts are those of one replica. */
const COLUMNS: readonly CsvColumn<Row>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'name', value: ({ name }) => name },
  { header: 'project', value: ({ project }) => project.name },
  { header: 'kind', value: ({ kind }) => kind },
  { header: 'phase', value: ({ status }) => status.phase },
  { header: 'reason', value: ({ status }) => status.reason },
  { header: 'message', value: ({ status }) => status.message },
  { header: 'cluster', value: ({ cluster }) => cluster?.name },
  { header: 'nodes', value: ({ nodes }) => nodes.join(' ') },
  { header: 'node pool', value: ({ nodePool }) => nodePool.name },
  { header: 'priority', value: ({ priority }) => priority },
  { header: 'preemptible', value: ({ preemptible }) => preemptible },
  { header: 'replicas', value: ({ replicas }) => replicas },
  { header: 'replicas running', value: ({ replicasRunning }) => replicasRunning },
  { header: 'GPUs', value: asked('gpu', 1000) },
  { header: 'CPU cores', value: asked('cpu', 1000) },
  { header: 'memory GiB', value: asked('memory', 1024) },
  { header: 'progress', value: ({ progress }) => progress },
  { header: 'submitted', value: ({ submittedAt }) => submittedAt },
  { header: 'started', value: ({ startedAt }) => startedAt },
  { header: 'finished', value: ({ finishedAt }) => finishedAt },
  { header: 'failures', value: ({ failures }) => failures },
  { header: 'preemptions', value: ({ preemptions }) => preemptions },
  { header: 'user', value: ({ createdBy }) => createdBy.name },
]

/** Workloads as a file: all that the filter has, newest first. */
export const exportWorkloads = csvList({
  name: 'workload.export',
  summary: 'Workloads that you may see as CSV, all that the filter has, newest first',
  list: 'workloads',
  allow: 'workload:read',
  input: ListWorkloads.omit({ pageSize: true, pageToken: true, cost: true }),
  open: async (ctx, filter) => ({
    rows: await transaction(ctx, async ({ q }) => await countWorkloads(q, await workloadConditions(ctx, q, filter))),
    parts: csvParts(
      COLUMNS,
      pagesOf((paging) => listWorkloads.run(ctx, { ...filter, ...paging })),
    ),
  }),
})
