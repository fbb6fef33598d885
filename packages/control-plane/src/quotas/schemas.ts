import { z } from 'zod'
import { Amounts, CpuQuantity, GpuQuantity, Id, MemoryQuantity, Ref, Time } from '../common/schemas.ts'

/** One resource of a quota as the API answers it. `null` is without bound. */
export const QuotaLine = z.object({
  deserved: z.number().nullable(),
  limit: z.number().nullable(),
  weight: z.number(),
})

export const Quota = z.object({
  queue: z.object({ kind: z.enum(['department', 'project']), id: Id, name: z.string() }),
  nodePool: z.object({ id: Id, name: z.string() }),
  rank: z.int(),
  resources: z.record(z.string(), QuotaLine).describe('in the units of Amounts; `null` is without bound'),
  updatedAt: Time.nullable(),
})
export type Quota = z.infer<typeof Quota>

const bound = <T extends z.ZodType<number>>(quantity: T) => z.union([quantity, z.literal('unlimited')])
const line = <T extends z.ZodType<number>>(quantity: T) =>
  z.strictObject({
    deserved: bound(quantity).optional(),
    limit: bound(quantity).optional(),
    weight: z.number().min(0).max(1_000_000).optional(),
  })

/** A field that is absent keeps its value. "unlimited" lifts a bound; there is no number that means it. */
export const SetQuota = z.strictObject({
  project: Ref.optional(),
  department: Ref.optional(),
  nodePool: Ref.optional().describe('absent: the default pool'),
  rank: z.int().min(-1000).max(1000).optional(),
  cpu: line(CpuQuantity).optional(),
  memory: line(MemoryQuantity).optional(),
  gpu: line(GpuQuantity).optional(),
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
