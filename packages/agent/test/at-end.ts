import { afterAll, vi } from 'vitest'

// Real processes and sockets on a busy host: long enough that only a broken promise runs out of it.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const cleanups: (() => unknown)[] = []

afterAll(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup()
})

/** Does this when the tests of the file have ended, the last first. Unlike the hook of one test it works for tests that run together. */
export function atEnd(cleanup: () => unknown): void {
  cleanups.push(cleanup)
}
