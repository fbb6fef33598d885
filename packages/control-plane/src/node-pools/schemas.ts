import { z } from 'zod'
import { Amounts, Duration, Id, Name, Ref, Time } from '../common/schemas.ts'

const Selector = z.record(z.string().min(1).max(316), z.string().max(63))

export const NodePool = z.object({
  id: Id,
  name: z.string(),
  selector: Selector,
  clusters: z.array(z.object({ id: Id, name: z.string() })).describe('empty: every cluster'),
  strategy: z.enum(['binpack', 'spread']),
  minRuntimeSeconds: z.int(),
  timeBasedK: z.number().nullable(),
  isDefault: z.boolean(),
  nodes: z.object({ total: z.int(), ready: z.int() }),
  capacity: Amounts,
  createdAt: Time,
})
export const CreateNodePool = z.strictObject({
  name: Name,
  selector: Selector.refine((labels) => Object.keys(labels).length > 0, 'give at least one label'),
  clusters: z.array(Ref).max(1000).default([]),
  strategy: z.enum(['binpack', 'spread']).default('binpack'),
  minRuntime: Duration.optional(),
  timeBasedK: z.number().min(0).max(100).nullable().default(null),
})
export const UpdateNodePool = z.strictObject({
  nodePool: Ref,
  selector: Selector.optional(),
  clusters: z.array(Ref).max(1000).optional(),
  strategy: z.enum(['binpack', 'spread']).optional(),
  minRuntime: Duration.optional(),
  timeBasedK: z.number().min(0).max(100).nullable().optional(),
})
export const NodePoolRef = z.strictObject({ nodePool: Ref })
