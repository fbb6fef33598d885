import type { ReadLicence } from './read-licence.ts'
import type { LicenceLimits, LicenceStatus } from './schemas.ts'

/** Clocks of a closed site may be this far apart. */
const LEEWAY_MS = 5 * 60_000
const SOON_MS = 30 * 24 * 3_600_000

const NAMES: Record<keyof LicenceLimits, string> = { clusters: 'clusters', gpus: 'GPUs', users: 'users' }

/** What a licence says of this use at a time, in ms. The time is the highest ever seen here, so that a clock that was set back changes nothing. */
export function judgeLicence(read: ReadLicence, use: LicenceStatus['use'], highestMs: number): LicenceStatus {
  if (read.kind === 'none') return { state: 'none', terms: null, use, warnings: [] }
  if (read.kind === 'unreadable') return { state: 'unreadable', terms: null, use, warnings: [read.why] }
  const { terms } = read
  const expiresMs = terms.expiresAt === undefined ? Infinity : Date.parse(terms.expiresAt)
  const isExpired = highestMs > expiresMs + LEEWAY_MS
  const over = overLimits(terms.limits, use)
  const warnings = [...expiryWarnings(expiresMs, isExpired, highestMs), ...over]
  const state = isExpired ? 'expired' : over.length > 0 ? 'over-limit' : 'valid'
  return { state, terms: { ...terms, expiresAt: terms.expiresAt ?? null }, use, warnings }
}

function expiryWarnings(expiresMs: number, isExpired: boolean, nowMs: number): string[] {
  if (isExpired) return [`the licence ended on ${day(expiresMs)}; everything goes on, please renew it`]
  if (expiresMs - nowMs > SOON_MS) return []
  return [`the licence ends on ${day(expiresMs)}, in ${Math.max(0, Math.ceil((expiresMs - nowMs) / 86_400_000))} days`]
}

function overLimits(limits: LicenceLimits, use: LicenceStatus['use']): string[] {
  return (Object.keys(NAMES) as (keyof LicenceLimits)[]).flatMap((key) => {
    const limit = limits[key]
    if (limit === undefined || use[key] <= limit) return []
    return [
      `${use[key]} ${NAMES[key]} are in use and the licence is for ${limit}; everything goes on, please extend it`,
    ]
  })
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
