import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Applied } from '../install/apply-objects.ts'

/** Writes a file in one step, with exactly these rights, unless it is so already. Folders on the way are made for everybody to pass. */
export function writeIfOther(path: string, text: string, mode = 0o644): Applied {
  if (!isOther(path, text, mode)) return 'as it was'
  const isNew = !existsSync(path)
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
  const part = `${path}.part`
  writeFileSync(part, text, { mode: 0o600 })
  chmodSync(part, mode)
  renameSync(part, path)
  return isNew ? 'made' : 'changed'
}

/** It is not there, or says something else, or has other rights. */
export function isOther(path: string, text: string, mode = 0o644): boolean {
  return !existsSync(path) || readFileSync(path, 'utf8') !== text || (statSync(path).mode & 0o7777) !== mode
}
