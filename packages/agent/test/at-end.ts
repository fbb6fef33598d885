const cleanups: (() => unknown)[] = []

/** Does this when the tests of the file have ended, the last first. Unlike the hook of one test it works for tests that run together. */
export function atEnd(cleanup: () => unknown): void {
  cleanups.push(cleanup)
}

/** Does all that is to be done at the end of a file. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
}
