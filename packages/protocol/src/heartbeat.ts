import { z } from 'zod'

/** Proves that the work loop turns; the WebSocket ping only proves the path. */
export const Heartbeat = z.object({
  counter: z.int().positive(),
  appliedRev: z.int().nonnegative(),
  /** Since the last full pass of the reconcile loop. */
  loopAgeMs: z.int().nonnegative(),
  /** Since the observed world was last heard from; absent where the driver has no watch. */
  observeAgeMs: z.int().nonnegative().optional(),
  /** Status items that wait to be sent. */
  queueDepth: z.int().nonnegative(),
})
export type Heartbeat = z.infer<typeof Heartbeat>

/** From the control plane: the last heartbeat it has processed. */
export const HeartbeatEcho = z.object({ counter: z.int().nonnegative() })
