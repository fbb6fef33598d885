import { z } from 'zod'

/** First frame of a session, from the control plane. Timers and limits are central so that they can be tuned without agents. */
export const Welcome = z.object({
  sid: z.string().min(1).max(64),
  epoch: z.int().positive(),
  clusterId: z.uuid(),
  clusterName: z.string(),
  state: z.enum(['pending', 'accepted']).catch('pending'),
  serverTime: z.iso.datetime(),
  protocol: z.string(),
  desiredRev: z.int().nonnegative(),
  timers: z.object({
    heartbeatMs: z.int().positive(),
    metricsMs: z.int().positive(),
    /** Full status after this long without one, on top of deltas. */
    statusSnapshotMs: z.int().positive(),
    /** Connections older than this are replaced, the new one first. */
    connectionAgeMsMax: z.int().positive(),
  }),
  /** What may be done with the output of runs. `local`: it never leaves the cluster; `stream`: it is relayed on request. */
  logPolicy: z.enum(['redact', 'relay', 'local', 'stream']).catch('local'),
  features: z.array(z.string()),
  /** Nonce for the next connection, so that a reconnect needs no extra round trip. */
  nextNonce: z.string(),
})
export type Welcome = z.infer<typeof Welcome>
