/** A timer that has not fired can be taken back; cancelling twice, or after it fired, does nothing. */
export type Timer = { cancel(): void }

/** Time, passed in, so that tests need no waiting. All figures are milliseconds. */
export type Clock = {
  /** Wall time that never jumps while the process lives. */
  now(): number
  /** Since an arbitrary moment; only differences mean something. */
  mono(): number
  after(delayMs: number, run: () => void): Timer
}

/** Node refuses longer timeouts and would fire at once. */
const TIMEOUT_MS_MAX = 2_147_483_647

/** The host's clock. A step of the host's wall clock is not seen until the next start: run times stay right. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  mono: () => performance.now(),
  after(delayMs, run) {
    const handle = setTimeout(run, Math.min(Math.max(0, delayMs), TIMEOUT_MS_MAX))
    return { cancel: () => clearTimeout(handle) }
  },
}

/** Resolves after `delayMs`, or at once when `signal` is aborted. Never rejects. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve()
      return
    }
    const timer = clock.after(delayMs, finish)
    signal?.addEventListener('abort', finish, { once: true })
    function finish(): void {
      timer.cancel()
      signal?.removeEventListener('abort', finish)
      resolve()
    }
  })
}

/** `ms` plus or minus a fifth: neighbours that started together drift apart. */
export function jittered(ms: number, random: () => number): number {
  return Math.round(ms * (0.8 + 0.4 * random()))
}
