import { createHash, scryptSync } from 'node:crypto'

/** Some tens of milliseconds and 32 MiB for each try. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

/** What pods read once, at their start. Empty and absent are what they do not have. */
export interface ReadAtStart {
  /** Certificates of authorities. */
  ca: string
  /** Of a database of the site: it holds a password. */
  databaseUrl?: string | undefined
}

/**
 * Annotations of pods, so that another authority or another database makes new ones; the same texts give the same annotations. Whoever may look at pods and not into Secrets learns nothing from them: a
 * password that somebody thought of is slow to try.
 */
export function podChecksums({ ca, databaseUrl }: ReadAtStart): Record<string, string> {
  return {
    ...(ca === '' ? {} : { 'checksum/ca': createHash('sha256').update(ca).digest('hex') }),
    ...(databaseUrl === undefined
      ? {}
      : { 'checksum/database': scryptSync(databaseUrl, 'fairlead database', 32, COST).toString('hex') }),
  }
}
