import { z } from 'zod'

/** Annotation of the agent's own Deployment in which an upgrade is written down, for whichever pod has to go on with it. */
export const NOTE_ANNOTATION = 'fairlead.dev/upgrade'

/**
 * How an upgrade stands. Both releases of the agent read it, so its fields are only ever added to. `running` until one of them has decided; the new image is
 * wanted for as long.
 */
export const UpgradeNote = z.object({
  upgradeId: z.string(),
  state: z.enum(['running', 'succeeded', 'failed']),
  message: z.string(),
  version: z.string(),
  /** Image references, as the Deployment has them. */
  from: z.string(),
  to: z.string(),
  /** By the clock of the pod that began. */
  startedAt: z.iso.datetime(),
  gateMs: z.int().positive(),
  /** Lines of the check that were bad before: they are not held against the new agent. */
  badBefore: z.array(z.string()),
  /** The rollout as it was, to be put back at the end. */
  strategy: z.unknown(),
  /** Name of the new pod, once it has checked itself and waits for its turn. */
  candidate: z.string().optional(),
  /** What keeps the new pod from waiting for its turn. */
  problem: z.string().optional(),
  /** The old pod has made way for it. */
  handedOverAt: z.iso.datetime().optional(),
})
export type UpgradeNote = z.infer<typeof UpgradeNote>

/** The note in a Deployment's annotations; undefined where there is none, or one that nobody can read. */
export function readNote(annotations: Record<string, string> | undefined): UpgradeNote | undefined {
  const text = annotations?.[NOTE_ANNOTATION]
  if (text === undefined) return undefined
  try {
    return UpgradeNote.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** After the old pod has made way, the new one has this long at most: nobody works meanwhile. */
export const TURN_MS_MAX = 120_000

/** When the old image comes back, in milliseconds since 1970. A clock that runs ahead gives at most the whole time again. */
export function deadlineOf(note: UpgradeNote, now: number): number {
  const { startedAt, gateMs, handedOverAt } = note
  const byGate = Math.min(Date.parse(startedAt), now) + gateMs
  if (handedOverAt === undefined) return byGate
  return Math.min(byGate, Math.min(Date.parse(handedOverAt), now) + Math.min(gateMs, TURN_MS_MAX))
}
