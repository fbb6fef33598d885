/** What was asked for cannot be done as asked; the message says what, where and how to fix it. */
export class InputError extends Error {
  override name = 'InputError'
}

/** The sentence for somebody at a terminal, where an error is about what they gave; undefined for faults of ours. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof InputError) return error.message
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return error.code === 'ENOENT' || error.code.startsWith('ERR_PARSE_ARGS') ? error.message : undefined
}
