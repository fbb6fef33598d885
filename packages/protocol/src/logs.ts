import { z } from 'zod'

/**
 * Asks for the output of a run. Nothing flows until credit is given. A chunk costs the UTF-8 bytes of its texts and one more for each
 * line; the sender may overdraw by one chunk, so that a line longer than the credit gets through.
 */
export const LogOpen = z.object({
  stream: z.uuid(),
  runId: z.uuid(),
  /** Absent: all replicas. */
  replica: z.int().nonnegative().optional(),
  follow: z.boolean(),
  /** Start this many lines before the end; absent: from the beginning, or from `cursor`. */
  tailLines: z.int().nonnegative().max(100_000).optional(),
  /** As given by the last chunk of an earlier stream. */
  cursor: z.string().max(512).optional(),
  creditBytes: z.int().nonnegative(),
})
export type LogOpen = z.infer<typeof LogOpen>

export const LogLine = z.object({
  replica: z.int().nonnegative(),
  stream: z.enum(['out', 'err']).catch('out'),
  /** When it was written, where that is known. */
  at: z.iso.datetime().optional(),
  text: z.string(),
})
export type LogLine = z.infer<typeof LogLine>

export const LogChunk = z.object({
  stream: z.uuid(),
  lines: z.array(LogLine),
  /** Resume point behind these lines. */
  cursor: z.string().max(512),
  /** Bytes that were skipped before these lines, with the reason. */
  gap: z.object({ bytes: z.int().nonnegative(), reason: z.string().max(256) }).optional(),
})
export type LogChunk = z.infer<typeof LogChunk>

export const LogCredit = z.object({ stream: z.uuid(), bytes: z.int().positive() })
export const LogClose = z.object({
  stream: z.uuid(),
  reason: z.enum(['end', 'cancelled', 'refused', 'not_found', 'error']).catch('error'),
  message: z.string().max(1024),
})
export type LogClose = z.infer<typeof LogClose>
