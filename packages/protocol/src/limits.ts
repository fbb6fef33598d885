/** Bounds that both sides keep. Sizes are bytes of UTF-8 JSON text, times are milliseconds. */

/** A larger frame closes the session with 4413. */
export const FRAME_BYTES_MAX = 1024 * 1024

/** The target size of one page of a snapshot: far below a frame, so that one odd item does not break the page. */
export const PAGE_BYTES_MAX = 256 * 1024

/** Frames a second and session before the receiver closes with 4429. */
export const FRAMES_PER_SECOND_MAX = 200

/** A sender stops producing bulk data while more than this is unsent. */
export const SEND_BUFFER_SOFT_BYTES = 1024 * 1024

/** A sender terminates a peer that lets this much pile up. */
export const SEND_BUFFER_HARD_BYTES = 4 * 1024 * 1024

/** Log bytes that may be under way on one stream without new credit. */
export const LOG_WINDOW_BYTES = 64 * 1024

/** Open log streams of one session. */
export const LOG_STREAMS_MAX = 64

/** How long the peer has for its `hello` after the upgrade. */
export const HELLO_TIMEOUT_MS = 5_000

/** Without any frame for this long, a side gives the connection up. */
export const DEAD_AFTER_MS = 45_000

/** Close codes of AP/1. 1012 is the standard "service restart". */
export const CloseCode = {
  restart: 1012,
  protocol: 4400,
  unauthorized: 4401,
  revoked: 4403,
  timeout: 4408,
  superseded: 4409,
  tooLarge: 4413,
  upgradeRequired: 4426,
  slow: 4429,
} as const
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode]
