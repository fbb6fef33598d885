/** The command was given wrongly. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
  readonly hint: string | null
  /** File, line and column, or whatever else says where. */
  readonly where: string | null
  readonly details: readonly string[]

  constructor(message: string, options: { hint?: string; where?: string; details?: readonly string[] } = {}) {
    super(message)
    this.hint = options.hint ?? null
    this.where = options.where ?? null
    this.details = options.details ?? []
  }
}
