import { accessSync, constants, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ROOT } from '../processes/child.ts'
import { UsageError } from './options.ts'

/** The folder for data and logs: below the repository, or below FAIRLEAD_DATA_DIR. Throws {@link UsageError} where nothing can be written. */
export function demoHome(isEmpty: boolean): string {
  const base = process.env['FAIRLEAD_DATA_DIR'] ?? join(ROOT, '.fairlead')
  const home = join(resolve(base), isEmpty ? 'empty' : 'demo')
  try {
    mkdirSync(home, { recursive: true, mode: 0o755 })
    accessSync(home, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      `cannot write to ${home} (${code ?? 'no reason given'}): choose another folder with FAIRLEAD_DATA_DIR`,
    )
  }
  return home
}
