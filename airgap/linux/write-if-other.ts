import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Applied } from '../install/apply-objects.ts'

/** Writes a file in one step, with exactly these rights, unless it is so already. Folders on the way are made for everybody to pass. */
export function writeIfOther(path: string, text: string, mode = 0o644): Applied {
  const was = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  if (was === text && (statSync(path).mode & 0o7777) === mode) return 'as it was'
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
  const part = `${path}.part`
  writeFileSync(part, text, { mode: 0o600 })
  chmodSync(part, mode)
  renameSync(part, path)
  return was === undefined ? 'made' : 'changed'
}
