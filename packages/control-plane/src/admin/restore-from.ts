import { readFrames } from '../backup/framed.ts'
import { restoreDump, settle } from '../backup/restore-dump.ts'
import { ConfigError } from '../config.ts'

/** Restores a dump that comes in frames, and answers what the database holds then, as JSON. */
export async function restoreFrom(url: string, input: AsyncIterable<Buffer>, replaces: boolean): Promise<string> {
  return `${JSON.stringify(await restoreDump(url, readFrames(input), replaces))}\n`
}

/** Ends a restore that set aside what was there. */
export async function settleRestore(url: string, keep: string | undefined): Promise<string> {
  if (keep !== 'restored' && keep !== 'before') throw new ConfigError('--keep: restored or before')
  await settle(url, keep === 'restored')
  return `kept what was ${keep === 'restored' ? 'restored' : 'there before'}\n`
}

/** Where restores are tried. Throws {@link ConfigError} where there is no such place. */
export function scratchDatabaseUrl(env: Readonly<Record<string, string | undefined>>): string {
  const url = env['FAIRLEAD_SCRATCH_DATABASE_URL']
  if (!url) throw new ConfigError('--scratch: FAIRLEAD_SCRATCH_DATABASE_URL names no database')
  return url
}
