import { z } from 'zod'
import { Amounts, Duration, Id, QuotaLines, Ref, Time } from '../common/schemas.ts'

/** One resource of a quota as the API answers it. `null` is without bound. */
export const QuotaLine = z.object({
  deserved: z.number().nullable(),
  limit: z.number().nullable(),
  weight: z.number(),
  borrowLimit: z.number().nullable().optional().describe('most above deserved; null or absent: any amount'),
  lendLimit: z
    .number()
    .nullable()
    .optional()
    .describe('most of what it deserves and does not use that others may use; null or absent: all'),
})

export const Quota = z.object({
  queue: z.object({ kind: z.enum(['department', 'project']), id: Id, name: z.string() }),
  nodePool: z.object({ id: Id, name: z.string() }),
  rank: z.int(),
  resources: z.record(z.string(), QuotaLine).describe('in the units of Amounts; `null` is without bound'),
  minRuntimeSeconds: z.int().nullable().describe('null: that of the queue above, at the top that of the pool'),
  userLimits: Amounts.describe('what one user may hold; absent names: without bound'),
  updatedAt: Time.nullable(),
})
export type Quota = z.infer<typeof Quota>

export const ChangedQuota = Quota.extend({
  warnings: z.array(z.string()).describe('what it does less than it seems to say'),
})

/** A field that is absent keeps its value. "unlimited" lifts a bound; there is no number that means it. */
export const SetQuota = z.strictObject({
  project: Ref.optional(),
  department: Ref.optional(),
  nodePool: Ref.optional().describe('absent: the default pool'),
  rank: z.int().min(-1000).max(1000).optional(),
  minRuntime: Duration.nullable()
    .optional()
    .describe('how long its runs are safe from preemption; null: as the queue above'),
  dryRun: z
    .boolean()
    .optional()
    .describe('true: answers what it would come to, with warnings and refusals, and sets nothing'),
  ...QuotaLines,
})

export const GetQuotas = z.strictObject({
  project: Ref.optional(),
  department: Ref.optional(),
  nodePool: Ref.optional(),
})

/** How a queue stands in a pool: what it is owed, may hold, holds, and asks for. */
export const Queue = z.object({
  queue: z.object({
    kind: z.enum(['department', 'project']),
    id: Id,
    name: z.string(),
    parentId: Id.nullable(),
  }),
  nodePool: z.object({ id: Id, name: z.string() }),
  rank: z.int(),
  deserved: z.record(z.string(), z.number().nullable()),
  limit: z.record(z.string(), z.number().nullable()),
  fairShare: Amounts,
  allocated: Amounts,
  allocatedNonPreemptible: Amounts,
  requested: Amounts,
  waiting: z.int(),
  running: z.int(),
  asOf: Time.nullable().describe('of the last round that changed it'),
})
export type Queue = z.infer<typeof Queue>
export const ListQueues = z.strictObject({ nodePool: Ref.optional() })
