import { createWriteStream, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { AirgapError } from '../cli/airgap-error.ts'
import type { BackupMaking } from './backup-key.ts'
import { oneDocument } from './frames.ts'
import type { Admin, Tools } from './life-place.ts'

/** The name of a backup that says what it is of, and when it was taken. */
export function backupName(version: string, at: number): string {
  const moment = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `fairlead-${version}-${moment}.backup.age`
}

/** Where a backup goes: into a folder under its own name, or to a file that the caller names and that is not there yet. */
export function backupPath(folder: string, given: string | undefined, version: string, at: number): string {
  return given ?? join(folder, backupName(version, at))
}

/** A backup that is being written grows: one that has not for so long belongs to a run that was killed. */
const STALE_MS = 10 * 60_000

function removeParts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.backup.age.part')) continue
    const file = join(folder, name)
    if (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > STALE_MS) rmSync(file, { force: true })
  }
}

/**
 * Takes a backup of what runs, which is `version`, into a file. It is encrypted and signed where the database is, and the file is there under its name only when it is whole. Answers its size, and whether it is
 * signed: programs of a release that knows nothing of that make it without.
 */
export async function takeBackup(
  { admin, siteFolder }: Tools,
  { recipient, signingKey, version }: BackupMaking & { version: string },
  path: string,
  onBytes: (count: number) => void,
): Promise<{ bytes: number; signed: boolean }> {
  const part = `${path}.part`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    removeParts(dirname(path))
    const signature = signingKey !== undefined && (await canSign(admin)) ? { input: oneDocument(signingKey) } : {}
    const signed = 'input' in signature
    const file = createWriteStream(part, { mode: 0o600 })
    await once(file, 'open')
    const output = new PassThrough()
    output.on('data', (chunk: Buffer) => onBytes(chunk.length))
    const written = once(file, 'finish')
    output.pipe(file)
    try {
      const about = ['--recipient', recipient, '--release', version, '--site', siteFolder]
      await admin(['backup', ...about, ...(signed ? ['--sign'] : [])], { output, ...signature })
    } finally {
      output.end()
    }
    await written
    renameSync(part, path)
    return { bytes: statSync(path).size, signed }
  } catch (error) {
    rmSync(part, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code !== undefined && /^E(ACCES|NOSPC|ROFS|NOTDIR|PERM|DQUOT)$/.test(code))
      throw new AirgapError('data', `the backup cannot be written to ${path}: ${(error as Error).message}`, {
        hint: 'name another place with --to, or make room there',
        cause: error,
      })
    throw error
  }
}

/** Before an upgrade, the programs on a host may be of a release that does not sign. */
async function canSign(admin: Admin): Promise<boolean> {
  return (await admin(['--help'])).includes('--sign]')
}
