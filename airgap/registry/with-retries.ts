import { setTimeout as sleep } from 'node:timers/promises'
import { describeConnectionError, isCut } from './describe-connection-error.ts'
import type { Answer } from './exchange.ts'

/** In a row, each without one byte more. */
export const FAILURES_MAX = 6
export const PAUSE_MS = 200

/** Repeats a request without a body while its connection is cut. */
export async function withRetries(host: string, ask: () => Promise<Answer>): Promise<Answer> {
  for (let failures = 1; ; failures++) {
    try {
      return await ask()
    } catch (error) {
      if (!isCut(error) || failures > FAILURES_MAX) throw describeConnectionError(host, error)
      await sleep(PAUSE_MS * 2 ** (failures - 1))
    }
  }
}
