const BASE_MS = 250
const DELAY_MS_MAX = 10_000
/** A server may ask for patience, but not for an hour of it. */
const RETRY_AFTER_MS_MAX = 60_000

/**
 * How long to wait before try number `attempt` (from 1). Full jitter: anywhere between nothing and a bound that doubles, so that clients
 * that failed together do not come back together. What the server asked for by `Retry-After` is waited at least.
 */
export function retryDelayMs(attempt: number, retryAfterMs: number | undefined, random: () => number): number {
  const bound = Math.min(DELAY_MS_MAX, BASE_MS * 2 ** (attempt - 1))
  return Math.max(Math.min(retryAfterMs ?? 0, RETRY_AFTER_MS_MAX), random() * bound)
}

/** `Retry-After` in milliseconds: it comes as seconds or as a date. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const text = header.trim()
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
