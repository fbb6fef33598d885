import { z } from 'zod'

/** First frame from the agent; due within five seconds. It states what the agent already has, so that only the difference travels. */
export const Hello = z.object({
  bootId: z.string().min(8).max(64),
  agentVersion: z.string().max(64),
  protocol: z.string().max(16),
  driver: z.string().max(32),
  features: z.array(z.string().max(64)).max(64),
  /** 0 when the agent holds nothing. */
  appliedRev: z.int().nonnegative(),
  /** Digest of the applied items, see `digestOf`. */
  appliedDigest: z.string().max(64),
  /** The agent's clock, to show skew. Never used for decisions. */
  clock: z.iso.datetime(),
  platform: z.object({
    os: z.string().max(64),
    /** Version of Kubernetes, or of the host's kernel. */
    version: z.string().max(128),
  }),
  /** What the agent runs as, where it is a pod. */
  image: z.string().max(1024).optional(),
  /** Whether it can replace itself with another release, and if not, the sentence that says why and what to do in its place. */
  selfUpgrade: z.object({ able: z.boolean(), why: z.string().max(1024) }).optional(),
})
export type Hello = z.infer<typeof Hello>
