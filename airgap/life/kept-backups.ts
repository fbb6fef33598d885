import { createWriteStream, renameSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { z } from 'zod'
import { AirgapError } from '../cli/airgap-error.ts'
import { BACKUPS } from './nightly-objects.ts'
import type { Admin } from './life-place.ts'

const kept = z.object({
  backups: z.array(z.object({ name: z.string(), bytes: z.int(), takenAt: z.iso.datetime() })),
  freeBytes: z.number(),
  sizeBytes: z.number(),
})
/** The volume of backups by night: what is in it, newest first, and its room. */
export type KeptBackups = z.infer<typeof kept>

export async function listKept(admin: Admin): Promise<KeptBackups> {
  return kept.parse(JSON.parse(await admin(['backups', '--folder', BACKUPS])))
}

/** Copies one of the kept backups, the newest where no name is given, into a file that is there under its name only when it is as long as it was. Answers which. Throws with exit class `usage` for one that is not kept. */
export async function fetchKept(
  admin: Admin,
  name: string | undefined,
  pathOf: (name: string) => string,
  onBytes: (count: number) => void,
): Promise<KeptBackups['backups'][number] & { file: string }> {
  const { backups } = await listKept(admin)
  const found = name === undefined ? backups[0] : backups.find((each) => each.name === name)
  if (found === undefined)
    throw new AirgapError('usage', name === undefined ? 'there is no backup yet' : `there is no backup ${name}`, {
      details: backups.map((each) => each.name),
      hint: backups.length === 0 ? 'make one with ./airgap nightly run' : 'name one of these',
    })
  const file = pathOf(found.name)
  const part = `${file}.part`
  try {
    const target = createWriteStream(part, { mode: 0o600 })
    await once(target, 'open')
    const output = new PassThrough()
    output.on('data', (chunk: Buffer) => onBytes(chunk.length))
    const written = once(target, 'finish')
    output.pipe(target)
    try {
      await admin(['backups', '--folder', BACKUPS, '--name', found.name], { output })
    } finally {
      output.end()
    }
    await written
    const { size } = statSync(part)
    if (size !== found.bytes)
      throw new AirgapError('data', `${size} bytes of ${found.bytes} have arrived`, {
        hint: 'run the same command again',
      })
    renameSync(part, file)
    return { ...found, file }
  } catch (error) {
    rmSync(part, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code !== undefined && /^E(ACCES|NOENT|NOSPC|ROFS|NOTDIR|PERM|DQUOT)$/.test(code))
      throw new AirgapError('data', `${file} cannot be written: ${(error as Error).message}`, {
        hint: 'name another place with --to, or make room there',
        cause: error,
      })
    throw error
  }
}
