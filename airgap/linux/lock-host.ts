import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { AirgapError } from '../cli/airgap-error.ts'
import { isAlive } from '../cli/is-alive.ts'
import type { Place } from './place.ts'

const LOCK = '/run/fairlead-airgap.lock'

/**
 * Runs `work` while no other installer changes this host. Throws with exit class `preflight` and who is at it, since when. A lock of a process that is gone, or of an
 * earlier start of the host, holds nobody up.
 */
export async function lockHost<T>(
  place: Place,
  holder: { action: string; at: number },
  work: () => Promise<T>,
): Promise<T> {
  const path = place.on(LOCK)
  mkdirSync(dirname(path), { recursive: true })
  const text = JSON.stringify({ pid: process.pid, action: holder.action, since: new Date(holder.at).toISOString() })
  take(path, text)
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function take(path: string, text: string): void {
  for (let tries = 0; ; tries++) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeSync(file, text)
      closeSync(file)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const held = readHolder(path)
    if (tries > 2 || (held !== undefined && isAlive(held.pid)))
      throw new AirgapError(
        'preflight',
        `another installer is at it: ${held?.action ?? 'unknown'} (process ${held?.pid}) since ${held?.since}`,
        {
          hint: 'wait until it has come to its end, and run the same command again; nothing was done',
        },
      )
    rmSync(path, { force: true })
  }
}

function readHolder(path: string): { pid: number; action: string; since: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { pid: number; action: string; since: string }
  } catch {
    return undefined
  }
}
