/** What was asked for cannot be done as asked; the message says what, where and how to fix it. */
export class InputError extends Error {
  override name = 'InputError'
}

/** The sentence for somebody at a terminal, where an error is about what they gave; undefined for faults of ours. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof InputError) return error.message
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  if (error.code === 'ENOENT' && 'path' in error)
    return `${String(error.path)}: there is no such file; give the path of one`
  return error.code === 'EISDIR' ? 'what was given is a folder; give the path of a file' : undefined
}
