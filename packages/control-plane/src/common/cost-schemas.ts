import { z } from 'zod'

/** What GPU hours cost by the prices that were valid in each hour. */
export const Cost = {
  cost: z.number().nullable().describe('of the GPU hours held; null: no price is known for any of them'),
  unpriced: z.number().describe('GPU hours for which no price was valid'),
}
/** What a workload cost up to now, as the usage report counts it. */
export const SpentCost = z.object({
  currency: z.string().nullable().describe('null: there is no price book'),
  gpuHours: z.number().describe('held by all of its runs, from assignment to end'),
  ...Cost,
})
export type SpentCost = z.infer<typeof SpentCost>

/** What a workload may cost, by the prices of now. */
export const AheadCost = z.object({
  expected: z
    .object({
      p50: z.number(),
      p90: z.number(),
      samples: z.int().describe('runs of its project and size, of the last two weeks'),
    })
    .nullable()
    .describe(
      'what it will have cost at its end if it takes as long as those; null: too few of them, no price, or it has ended',
    ),
  limit: z.number().nullable().describe('what it will have cost when its time limit ends it; null: it has none'),
})
export type AheadCost = z.infer<typeof AheadCost>
