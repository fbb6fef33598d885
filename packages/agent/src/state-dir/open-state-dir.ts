import { chmodSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf } from '../lib/logger.ts'
import { StartupError } from '../lib/startup-error.ts'
import { lockStateDir } from './state-lock.ts'

/** Makes the folder if needed, for its owner alone, and takes its lock. Returns the absolute path. */
export function openStateDir(path: string): string {
  const stateDir = resolve(path)
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
    chmodSync(stateDir, 0o700)
  } catch (error) {
    throw new StartupError(
      `the state folder cannot be used: ${messageOf(error)}. Set stateDir to a folder of the agent's own.`,
    )
  }
  lockStateDir(stateDir)
  return stateDir
}
