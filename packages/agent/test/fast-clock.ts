import { systemClock, type Clock } from '../src/lib/clock.ts'

/** A clock that runs so many times faster than the host's, for parts that only wait. */
export function fastClock(factor: number): Clock {
  const beganAt = systemClock.now()
  return {
    now: () => beganAt + (systemClock.now() - beganAt) * factor,
    mono: () => systemClock.mono() * factor,
    after: (delayMs, run) => systemClock.after(delayMs / factor, run),
  }
}
