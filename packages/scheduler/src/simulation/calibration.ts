/** By what factors drawn waits are corrected, by how long the drawn wait is. */
export interface Calibration {
  /** Made from so many forecasts whose end is known. */
  outcomes: number
  p50: Correction
  p90: Correction
}

export interface Correction {
  /** For drawn waits of each {@link waitClassOf}; a class that knows too little has the factor of all. */
  factors: readonly number[]
}

/** Waits shorter than this are as good as none: they say nothing in proportion. */
export const WAIT_FLOOR_MS = 300_000
/** Bounds of all classes of waits but the last. */
export const WAIT_CLASSES_MS = [600_000, 3_600_000, 6 * 3_600_000, 24 * 3_600_000, 72 * 3_600_000] as const
/** Waits up to so long, each above the one before it. */
export const WAIT_CLASSES = ['10 min', '1 h', '6 h', '1 d', '3 d', 'longer'] as const
export const WAIT_CLASS_COUNT = WAIT_CLASSES.length

/** Short and long waits err differently in proportion: index into {@link WAIT_CLASSES}. */
export function waitClassOf(waitMs: number): number {
  const found = WAIT_CLASSES_MS.findIndex((bound) => waitMs <= bound)
  return found === -1 ? WAIT_CLASSES_MS.length : found
}

/** Starts as drawn, corrected. The ninth decile is never before the median; a start beyond the horizon stays beyond it. */
export function correct(
  { p50, p90 }: Calibration,
  madeAt: number,
  drawn: { p50At?: number; p90At?: number },
): { p50At?: number; p90At?: number } {
  const p50At = drawn.p50At === undefined ? undefined : madeAt + correctedWait(p50, drawn.p50At - madeAt)
  const p90At = drawn.p90At === undefined ? undefined : madeAt + correctedWait(p90, drawn.p90At - madeAt)
  return {
    ...(p50At === undefined ? {} : { p50At: Math.min(p50At, p90At ?? p50At) }),
    ...(p90At === undefined ? {} : { p90At }),
  }
}

/** Milliseconds, whole, never negative. */
export function correctedWait({ factors }: Correction, drawnMs: number): number {
  const factor = factors[waitClassOf(drawnMs)] ?? 1
  return Math.max(0, Math.round((drawnMs + WAIT_FLOOR_MS) * factor - WAIT_FLOOR_MS))
}
