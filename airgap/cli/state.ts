import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AirgapError } from './airgap-error.ts'
import type { Host } from './host.ts'

const siteState = z.object({
  /** Of the keys whose releases this site takes; see `fingerprintOf`. */
  fingerprint: z.string(),
  newest: z.object({ version: z.string(), counter: z.int().positive() }),
  /** The root key that vouches for release keys, the newest list of it that was accepted, and whatever was revoked in any. */
  root: z.object({ fingerprint: z.string(), serial: z.int().positive(), revoked: z.array(z.string()) }).optional(),
})
/** What a site remembers between bundles: whom it trusts, and the newest release that it has accepted. */
export type SiteState = z.infer<typeof siteState>

/** The folder for what is remembered. */
export function stateFolder({ env }: Host): string {
  const given = env['FAIRLEAD_AIRGAP_STATE']
  if (given !== undefined) return given
  const home = env['XDG_STATE_HOME'] ?? (env['HOME'] === undefined ? undefined : join(env['HOME'], '.local/state'))
  if (home === undefined)
    throw new AirgapError('usage', 'there is no folder for what is remembered', {
      hint: 'set HOME, or FAIRLEAD_AIRGAP_STATE to a folder that lasts',
    })
  return join(home, 'fairlead-airgap')
}

/** What was done by this installer, line by line; see `appendAudit`. */
export function trailOf(host: Host): string {
  return join(stateFolder(host), 'audit.jsonl')
}

/** What is kept of the newest release for deltas to it; see `keepForDeltas`. */
export function keptFolder(host: Host): string {
  return join(stateFolder(host), 'kept')
}

/** Answers undefined on the first visit. */
export function readState(host: Host): SiteState | undefined {
  const path = join(stateFolder(host), 'state.json')
  try {
    return siteState.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new AirgapError('trust', `${path} cannot be read, so nobody knows which release was the last`, {
      hint: 'restore it, or remove it when you have checked the key and the version of this bundle yourself',
      cause: error,
    })
  }
}

export function writeState(host: Host, state: SiteState): void {
  const folder = stateFolder(host)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const part = join(folder, `state.json.${process.pid}.part`)
  writeFileSync(part, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(part, join(folder, 'state.json'))
}
