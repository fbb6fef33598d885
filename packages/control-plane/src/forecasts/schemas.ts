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

export const Calibration = z.object({
  since: Time,
  all: Coverage,
  pools: z.array(z.object({ nodePool: z.object({ id: Id, name: z.string() }), ...Coverage.shape })),
})
export type Calibration = z.infer<typeof Calibration>
