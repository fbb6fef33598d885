import { afterAll } from 'vitest'

const cleanups: (() => unknown)[] = []

afterAll(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup()
})

/** Does this when the tests of the file have ended, the last first. Unlike the hook of one test it works for tests that run together. */
export function atEnd(cleanup: () => unknown): void {
  cleanups.push(cleanup)
}
