/** What one ring came to. */
export interface RingResult {
  passed: number
  failed: number
  skipped: number
  /** Of each test that failed: its name with its file, and what it said. Fewer than `failed` where a process died. */
  failures: { name: string; message: string }[]
  /** The same of those that failed and passed when tried again; they count as passed. */
  flaky: { name: string; message: string }[]
}

/** A result without a word on its tests. */
export function bareResult(counts: { passed?: number; failed?: number; skipped?: number } = {}): RingResult {
  return { passed: 0, failed: 0, skipped: 0, ...counts, failures: [], flaky: [] }
}
