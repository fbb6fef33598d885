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
  timeBasedHalfLifeSeconds: z.int().nullable(),
  topology: z.array(z.string()).describe('labels of nodes that tell where they stand, from far to near'),
  maxWaitSeconds: z.int().nullable().describe('work that has waited longer goes first'),
  preemptionsPerHour: z.int().nullable().describe('null: any number'),
  isDefault: z.boolean(),
  nodes: z.object({ total: z.int(), ready: z.int() }),
  capacity: Amounts,
  createdAt: Time,
})
/** What a pool may be told besides which nodes it has. */
const Rules = {
  timeBasedHalfLife: Duration.nullable()
    .optional()
    .describe('past use counts half after this long; null: all of the window counts alike'),
  topology: z
    .array(z.string().min(1).max(316))
    .max(8)
    .refine((levels) => new Set(levels).size === levels.length, 'each label once')
    .optional()
    .describe('labels of nodes from far to near, for example zone and rack'),
  maxWait: Duration.nullable()
    .optional()
    .describe('work that has waited longer goes first, and room is kept for it; null: never'),
  preemptionsPerHour: z.int().min(0).max(1_000_000).nullable().optional().describe('null: any number'),
}

const OwnSelector = Selector.refine((labels) => Object.keys(labels).length > 0, 'give at least one label')

export const CreateNodePool = z.strictObject({
  name: Name,
  selector: OwnSelector,
  clusters: z.array(Ref).max(1000).default([]),
  strategy: z.enum(['binpack', 'spread']).default('binpack'),
  minRuntime: Duration.optional(),
  timeBasedK: z.number().min(0).max(100).nullable().default(null),
  ...Rules,
})
export const UpdateNodePool = z.strictObject({
  nodePool: Ref,
  selector: OwnSelector.optional(),
  clusters: z.array(Ref).max(1000).optional(),
  strategy: z.enum(['binpack', 'spread']).optional(),
  minRuntime: Duration.optional(),
  timeBasedK: z.number().min(0).max(100).nullable().optional(),
  ...Rules,
})
export const NodePoolRef = z.strictObject({ nodePool: Ref })
