import type { AgentToControl } from '@fairlead/protocol'
import type { z } from 'zod'

/** A frame that is made at the moment in which it can be sent. */
export type Produced = {
  [T in keyof AgentToControl]: { t: T; body: z.input<AgentToControl[T]>; re?: string }
}[keyof AgentToControl]

/**
 * Something that has much to say. The link asks its sources, in order of rank, whenever nothing urgent waits and the socket takes
 * more, so that what cannot be sent is not made, and is the newest when it is made.
 */
export type FrameSource = { next(): Produced | undefined }
