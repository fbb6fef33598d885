import { renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sha256Of } from '../release/checksums.ts'
import { signFile } from '../signing/sign-file.ts'
import type { SigningKeys } from '../signing/signing-keys.ts'
import { writeArchive } from './write-archive.ts'

/** Layers are compressed already, and the rest is small beside Helm. */
const LEVEL = 6

export interface PackedBundle {
  file: string
  size: number
  sha256: string
}

/** Packs a finished folder, and writes hash and signatures of the archive beside it. */
export async function packBundle(
  bundle: string,
  name: { top: string; archive: string },
  out: string,
  keys: SigningKeys,
  trusted: string,
): Promise<PackedBundle> {
  const file = join(out, `${name.archive}.tar.gz`)
  await writeArchive(bundle, name.top, `${file}.part`, LEVEL)
  renameSync(`${file}.part`, file)
  const sha256 = await sha256Of(file)
  writeFileSync(`${file}.sha256`, `${sha256}  ${basename(file)}\n`)
  signFile(file, keys, trusted)
  return { file, size: statSync(file).size, sha256 }
}
