import { z } from 'zod'
import { Cost } from '../common/cost-schemas.ts'
import { Id, Ref, Time } from '../common/schemas.ts'

export const USAGE_BY = ['project', 'user', 'department', 'pool', 'cluster'] as const
export const UsageBy = z.enum(USAGE_BY)

/** Of one resource over some time, in hours of a whole GPU or of a whole core. */
export const Use = z.object({
  allocated: z.number().describe('held by runs, from assignment to end'),
  measured: z.number().describe('that part of `allocated` of which usage is known'),
  used: z.number().nullable().describe('null: nothing was measured'),
  overQuota: z
    .number()
    .describe('that part of `allocated` above the deserved quota, hour by hour as the quota was then'),
})
export type Use = z.infer<typeof Use>

const Uses = { gpu: Use, cpu: Use, ...Cost }

export const GetUsage = z.strictObject({
  from: Time.optional().describe('absent: a week before `to`; the hour that it lies in counts whole'),
  to: Time.optional().describe('absent: now'),
  by: UsageBy.default('project'),
  project: Ref.optional(),
  department: Ref.optional(),
  nodePool: Ref.optional(),
  cluster: Ref.optional(),
  user: z.string().max(254).optional().describe('id, or the name as the list has it'),
  zone: z.string().max(64).default('UTC').describe('time zone in which days and weeks begin'),
})

export const Usage = z.object({
  from: Time,
  to: Time,
  bucket: z.enum(['hour', 'day', 'week']).describe('how wide a point is'),
  currency: z.string().nullable().describe('of all costs; null: there is no price book'),
  total: z.object(Uses),
  lines: z.array(z.object({ id: z.string(), name: z.string(), ...Uses })).describe('most GPU hours first'),
  points: z.array(z.object({ at: Time, ...Uses })).describe('a time in which nothing ran is absent'),
  asOf: Time,
})
export type Usage = z.infer<typeof Usage>

/** One line of the price book, valid until the next one of the same model and pool. */
export const Price = z.object({
  id: Id,
  gpuModel: z.string().nullable().describe('null: every model'),
  nodePool: z.object({ id: Id, name: z.string() }).nullable().describe('null: every pool'),
  amount: z.number().nullable().describe('for an hour of a whole GPU; null: this line ends there'),
  currency: z.string(),
  validFrom: Time,
  isCurrent: z.boolean().describe('it is the one of its model and pool that is valid now'),
  createdAt: Time,
  createdBy: z.object({ id: z.string(), name: z.string() }),
})
export type Price = z.infer<typeof Price>

export const ListPrices = z.strictObject({})
export const Prices = z.object({
  items: z.array(Price).describe('the latest first'),
  currency: z.string().nullable(),
  models: z.array(z.string()).describe('GPU models that clusters have'),
})
export const SetPrice = z.strictObject({
  gpuModel: z.string().trim().min(1).max(100).optional().describe('absent: every model'),
  nodePool: Ref.optional().describe('absent: every pool'),
  amount: z
    .number()
    .min(0)
    .max(1_000_000)
    .nullable()
    .describe('for an hour of a whole GPU; null: no price from then on'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, such as EUR')
    .optional()
    .describe('absent: that of the price book; all prices share one'),
  validFrom: Time.optional().describe('absent: this hour; the hour that it lies in counts whole'),
})

export const GetIdle = z.strictObject({
  project: Ref.optional(),
  department: Ref.optional(),
  minutes: z.coerce.number().int().min(5).max(120).default(30).describe('how long it must have been idle'),
  below: z.coerce.number().min(0).max(100).default(5).describe('percent busy, averaged over its devices and that time'),
})

/** A run that holds GPUs and hardly uses them. */
export const IdleRun = z.object({
  workload: z.object({ id: Id, name: z.string(), kind: z.string() }),
  project: z.object({ id: Id, name: z.string() }),
  user: z.object({ id: z.string(), name: z.string() }),
  nodePool: z.object({ id: Id, name: z.string() }),
  cluster: z.object({ id: Id, name: z.string() }),
  gpu: z.number().describe('thousandths of a device'),
  busy: z.number().describe('percent'),
  heldSince: Time,
  idleSince: Time.describe('its last busy sample within a day, else the begin of that day or of the run'),
  idleGpuHours: z.number(),
})
export type IdleRun = z.infer<typeof IdleRun>

export const Idle = z.object({
  items: z.array(IdleRun).describe('most idle GPUs first'),
  gpu: z.number().describe('thousandths of a device, of all items'),
  held: z.number().describe('thousandths of a device, of all that runs'),
  unmeasured: z.number().describe('thousandths of a device held by runs of whose usage nothing is known'),
  asOf: Time,
})
export type Idle = z.infer<typeof Idle>
