import { z } from 'zod'

/** Proves that the work loop turns; the WebSocket ping only proves the path. */
export const Heartbeat = z.object({
  counter: z.int().positive(),
  appliedRev: z.int().nonnegative(),
  /** Since the reconcile loop last got on: a pass was over, a run was looked at, or an action on one ended. */
  loopAgeMs: z.int().nonnegative(),
  /** Since the observed world was last heard from; absent where the driver has no watch. */
  observeAgeMs: z.int().nonnegative().optional(),
  /** Status items that wait to be sent. */
  queueDepth: z.int().nonnegative(),
})
export type Heartbeat = z.infer<typeof Heartbeat>

/** From the control plane: the last heartbeat it has processed. */
export const HeartbeatEcho = z.object({ counter: z.int().nonnegative() })
