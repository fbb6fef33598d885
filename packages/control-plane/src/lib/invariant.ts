/** A broken assumption of ours: fails the request at hand, never the process. */
export class InvariantError extends Error {
  override name = 'InvariantError'
}

export function invariant(condition: unknown, assumption: string): asserts condition {
  if (!condition) throw new InvariantError(assumption)
}

/** The value, which must be there. */
export function must<T>(value: T | null | undefined, assumption: string): T {
  invariant(value !== null && value !== undefined, assumption)
  return value
}
