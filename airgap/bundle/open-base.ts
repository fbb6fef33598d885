import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PublicKeys } from '../signing/public-keys.ts'
import { verifyBundle } from '../release/verify-bundle.ts'

/** The folder of a bundle that is given as a folder or as its archive, unpacked below `work`. Throws for one that these keys did not sign. */
export async function openBase(given: string, keys: PublicKeys, work: string): Promise<string> {
  const folder = statSync(given).isDirectory() ? given : unpack(given, work)
  const { problems } = await verifyBundle(folder, keys)
  if (problems.length > 0) throw new Error(`the base ${given} is not to be built on: ${problems[0]}`)
  return folder
}

function unpack(archive: string, work: string): string {
  const { status, stderr } = spawnSync('tar', ['-xzf', archive, '-C', work], { encoding: 'utf8' })
  const [folder] = readdirSync(work)
  if (status !== 0 || folder === undefined) throw new Error(`${archive} cannot be unpacked: ${stderr.trim()}`)
  return join(work, folder)
}
