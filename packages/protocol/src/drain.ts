import { z } from 'zod'

/** The server is going away: finish, and come back at a random moment inside the range. */
export const Drain = z.object({
  reconnectAfterMs: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  reason: z.string().max(256),
})
export type Drain = z.infer<typeof Drain>
