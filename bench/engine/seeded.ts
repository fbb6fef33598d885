export const SEED = 20_261_121

/** Marsaglia's xorshift; uniform in [0, 1). The same seed gives the same numbers. */
export function seeded(seed = SEED): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
