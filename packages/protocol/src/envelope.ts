import { z } from 'zod'

/**
 * What every frame carries around its body.
 *
 * `seq` counts the frames of one direction in one session from 1; `ack` is the highest `seq` up to which the sender has
 * *processed* everything. Frames are not replayed across sessions: a new session resumes by revision.
 */
export const Envelope = z.object({
  v: z.literal(1),
  /** Message type, for example `desired.delta`. */
  t: z.string().min(1).max(64),
  /** UUIDv7 of the frame. */
  id: z.string().min(1).max(64),
  /** Session id from `welcome`; empty in `welcome` itself. */
  sid: z.string().max(64),
  /** The session's epoch: a frame with another one is not acted on. */
  ep: z.int().nonnegative(),
  seq: z.int().positive(),
  ack: z.int().nonnegative(),
  /** The frame that this one answers. */
  re: z.string().max(64).optional(),
  /** The body, checked by the schema of its type. */
  b: z.unknown(),
})
export type Envelope = z.infer<typeof Envelope>
