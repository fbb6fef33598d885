import { z } from 'zod'

/** Each of them as JSON. */
export const RESULT_BYTES_MAX = 64 * 1024
const FIGURES_MAX = 200

/** What a command may say of itself, by path. */
export const TOLD = {
  '/v1/progress': z.strictObject({ progress: z.number().min(0).max(1) }),
  '/v1/figures': z.strictObject({
    figures: z
      .record(z.string().min(1).max(64), z.number())
      .refine((figures) => Object.keys(figures).length <= FIGURES_MAX, { error: `at most ${FIGURES_MAX} figures` }),
  }),
  '/v1/result': z.strictObject({ result: z.record(z.string(), z.unknown()) }),
} as const

export type Told = { progress?: number; figures?: Record<string, number>; result?: Record<string, unknown> }
