import { z } from 'zod'

/** An item that the agent will not or cannot realise. For a run this is a decline: it goes back to the queue with the reason. */
export const ApplyFailure = z.object({
  kind: z.string().max(32),
  key: z.string().max(128),
  generation: z.int().nonnegative(),
  code: z.string().max(64),
  message: z.string().max(1024),
  /** False: no retry on this cluster can help. */
  retryable: z.boolean(),
})
export type ApplyFailure = z.infer<typeof ApplyFailure>

/** The agent has taken everything up to `rev` into its store. Failures of single items do not hold the revision back. */
export const Applied = z.object({
  rev: z.int().nonnegative(),
  digest: z.string().max(64),
  failures: z.array(ApplyFailure).max(10_000),
})
export type Applied = z.infer<typeof Applied>
