import type { ExitClass } from './exit-code.ts'

/** What stops a command, in one sentence for a person: what, where, and how to mend it. */
export class AirgapError extends Error {
  override name = 'AirgapError'
  readonly exit: ExitClass
  readonly hint: string | undefined
  readonly details: readonly string[]

  constructor(
    exit: ExitClass,
    message: string,
    options: { hint?: string; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.exit = exit
    this.hint = options.hint
    this.details = options.details ?? []
  }
}
