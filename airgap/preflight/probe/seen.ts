import { z } from 'zod'

const failed = z.object({ error: z.string() })
const name = z.union([z.object({ address: z.string() }), failed])

/** What a probe writes down, in a pod: see `packages/agent/src/link/probe-link.ts`. */
export const probeSeen = z.object({
  /** As Node calls it. */
  architecture: z.string(),
  /** Its clock, in milliseconds, when it began. */
  at: z.number(),
  /** The control plane's name, for a probe of the backend. */
  name: name.optional(),
  /** The volume of the bundled database, for a probe of the backend that runs beside it. */
  volume: z
    .union([z.object({ freeBytes: z.number(), bytes: z.number(), writeMs: z.number().optional() }), failed])
    .optional(),
  link: z
    .object({
      name,
      reach: z.union([z.object({ status: z.number(), date: z.string().optional() }), failed]),
      socket: z.union([
        z.object({
          answer: z.object({
            version: z.string(),
            protocols: z.array(z.string()),
            token: z.enum(['good', 'bad', 'none']),
            cluster: z.object({ name: z.string(), isEnrolled: z.boolean(), isElsewhere: z.boolean() }).optional(),
            enrolledAs: z.array(z.string()),
          }),
          skew: z.object({
            speaks: z.string().optional(),
            theirs: z.enum(['same', 'older', 'newer', 'unreadable']),
          }),
        }),
        z.object({ status: z.number() }),
        failed,
      ]),
      idle: z.union([z.object({ ms: z.number() }), z.object({ cutMs: z.number(), error: z.string() })]).optional(),
    })
    .optional(),
})
export type ProbeSeen = z.infer<typeof probeSeen>
export type LinkSeen = NonNullable<ProbeSeen['link']>

/** What keeps a probe from looking. */
export interface ProbeTrouble {
  kind: 'refused' | 'no node' | 'pull' | 'start' | 'late'
  /** What the cluster says of it. */
  text: string
}

/** One probe, on one architecture. */
export interface Probed {
  architecture: string
  /** On which it ran, or should have. */
  node?: string | undefined
  seen?: ProbeSeen
  /** When its clock was read, by the clock of this machine, in milliseconds. */
  seenAt?: number
  trouble?: ProbeTrouble
}

/** Reads what a probe wrote. Undefined for anything else. */
export function readSeen(text: string | undefined): ProbeSeen | undefined {
  try {
    const parsed = probeSeen.safeParse(JSON.parse(text ?? ''))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
