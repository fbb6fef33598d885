import { z } from 'zod'
import { CpuQuantity, GpuQuantity, Id, MemoryQuantity, Ref, StartEstimate } from '../common/schemas.ts'

export const GetOffers = z.strictObject({
  project: Ref.describe('on whose behalf: quotas and priorities count'),
  gpu: GpuQuantity.optional().describe('for each replica'),
  gpuType: z.string().min(1).max(63).optional().describe('part of a model name, such as H100'),
  cpu: CpuQuantity.optional(),
  memory: MemoryQuantity.optional(),
  replicas: z.int().min(1).max(10_000).default(1).describe('placed all together or not at all'),
  priority: z.int().min(0).max(1000).optional().describe('absent: that of a job'),
  nodePool: Ref.optional().describe('absent: all of them'),
  clusters: z.array(Ref).max(100).default([]).describe('empty: all of them'),
  estimates: z.boolean().default(true).describe('also when it would start where it would not now; takes seconds'),
  copiesMax: z.int().min(1).max(1000).default(100).describe('count no further than this'),
})

export const Offer = z.object({
  nodePool: z.object({ id: Id, name: z.string() }),
  cluster: z.object({ id: Id, name: z.string() }),
  now: z.int().describe('copies that would start now, if this were the only place asked'),
  afterPreemption: z.int().describe('copies beyond those, as soon as others have made room'),
  preemptions: z.int().describe('runs that would be stopped for those'),
  reason: z.string().nullable().describe('why no more would start'),
  hint: z.string().nullable(),
  start: StartEstimate.nullable().describe(
    'of one copy, if this were the only place asked; null: it starts now, or no waiting helps, or that was not worked out in time',
  ),
})
export type Offer = z.infer<typeof Offer>

export const Offers = z.object({
  copiesMax: z.int(),
  items: z.array(Offer).describe('most room first'),
})
