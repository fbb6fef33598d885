/** Why the agent cannot start, in a sentence for the person who started it. No stack is printed. */
export class StartupError extends Error {
  readonly exitCode: number

  /** @param exitCode 2: a setting is wrong. 1: something else. */
  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'StartupError'
    this.exitCode = exitCode
  }
}
