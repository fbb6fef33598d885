import { z } from 'zod'
import { Id, Time } from '../common/schemas.ts'

export const METRICS = ['cpu', 'memory', 'gpu', 'gpuMemory'] as const

/** One graph line. A time without a sample is absent, never zero. */
export const Series = z.object({
  kind: z.enum(['cluster', 'node', 'run', 'agent']),
  key: z.string(),
  name: z.string().describe('of the node or the workload'),
  metric: z.enum(METRICS),
  points: z.array(z.tuple([z.number(), z.number()])).describe('[seconds since the epoch, value]'),
})
export type Series = z.infer<typeof Series>

export const QueryMetrics = z.strictObject({
  cluster: z.string().max(63).optional(),
  node: z.string().max(253).optional().describe('needs `cluster`'),
  workload: z.string().max(63).optional(),
  metric: z.enum(METRICS).optional(),
  total: z
    .stringbool()
    .or(z.boolean())
    .default(false)
    .describe('with `cluster`: one line a metric for all of its nodes together'),
  from: Time.optional().describe('absent: an hour ago'),
  to: Time.optional(),
  stepSeconds: z.coerce.number().int().min(15).max(86_400).default(15),
})

/** Newest sample of everything, for `fairlead top`. */
export const TopLine = z.object({
  kind: z.enum(['cluster', 'node', 'project', 'workload']),
  id: z.string(),
  name: z.string(),
  cluster: z.string().nullable(),
  used: z
    .record(z.string(), z.number())
    .describe('cpu in thousandths of a core, memory and gpuMemory in MiB, gpu in percent'),
  allocated: z.record(z.string(), z.number()),
  capacity: z.record(z.string(), z.number()),
  at: Time.nullable(),
})
export const Top = z.object({ lines: z.array(TopLine), asOf: Time })
export const GetTop = z.strictObject({ by: z.enum(['cluster', 'node', 'project', 'workload']).default('cluster') })
export { Id }
