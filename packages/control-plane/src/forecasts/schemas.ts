import { z } from 'zod'
import { Id, Ref, Time } from '../common/schemas.ts'

export const GetCalibration = z.strictObject({
  nodePool: Ref.optional().describe('absent: all of them'),
  days: z.coerce.number().int().min(1).max(365).default(30).describe('first forecasts of so many days'),
})

/** How often first forecasts held. Work that has waited beyond its p90 counts as not held. */
export const Coverage = z.object({
  count: z.int().describe('forecasts of which it is known'),
  p50Held: z
    .number()
    .nullable()
    .describe('part of them whose work had started by p50; 0.5 would be right. null: of none'),
  p90Held: z
    .number()
    .nullable()
    .describe('part of them whose work had started by p90; 0.9 would be right. null: of none'),
})

const drawn = 'the same before correction by how earlier forecasts held'
/** Of forecasts by which the work had to wait. */
export const WaitCoverage = z.object({
  ...Coverage.shape,
  p50Drawn: z.number().nullable().describe(drawn),
  p90Drawn: z.number().nullable().describe(drawn),
})

export const Calibration = z.object({
  since: Time,
  all: Coverage.describe('of work that was to start at once, too, which nearly always holds'),
  waiting: WaitCoverage.describe('of work that had to wait by its forecast: what forecasts are to be judged by'),
  startsNow: z.object({
    count: z.int(),
    held: z.number().nullable().describe('part of them that had started within five minutes; null: of none'),
  }),
  byWait: z
    .array(z.object({ upTo: z.enum(['10 min', '1 h', '6 h', '1 d', '3 d', 'longer']), ...WaitCoverage.shape }))
    .describe('by how far away the median was before correction; those that there are'),
  pools: z.array(z.object({ nodePool: z.object({ id: Id, name: z.string() }), ...Coverage.shape })),
})
export type Calibration = z.infer<typeof Calibration>
