import { existsSync, writeFileSync } from 'node:fs'
import type { Format } from '../output/format.ts'
import type { App } from '../session/app.ts'
import { UsageError } from './usage-error.ts'

/**
 * A secret that is answered once goes to a new file, to data that was asked for, or to a person's screen. Called before it is made, so that none
 * is made in vain. A file that is there already is left alone: it may hold a token that somebody needs.
 */
export function refuseLostSecret(
  app: App,
  output: Format,
  file: string | undefined,
  { what, option }: { what: string; option: string },
): void {
  if (file !== undefined) {
    if (!existsSync(file)) return
    throw new UsageError('the file is there already', { where: file, hint: 'name a new one' })
  }
  if (output === 'json' || output === 'yaml' || app.host.stdout.isTTY === true) return
  throw new UsageError(`${what} is shown once, and standard output is no terminal: it could end in a log`, {
    hint: `${option} FILE, or -o json to take it as data`,
  })
}

/** Writes it for its owner alone. */
export function writeSecret(file: string, secret: string): void {
  try {
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw new UsageError(`the file cannot be written: ${(error as Error).message}`, {
      where: file,
      hint: 'what was just made is not shown again: make a new one',
    })
  }
}
