import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Unpacks an archive as a site does, and answers the one folder in it. */
export function unpack(archive: string, to: string): string {
  mkdirSync(to, { recursive: true })
  const { status, stderr } = spawnSync('tar', ['-xzf', archive, '-C', to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  const [folder] = readdirSync(to)
  return join(to, folder!)
}
