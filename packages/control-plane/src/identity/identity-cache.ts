import { LRUCache } from 'lru-cache'
import type { Database } from '../db/connect.ts'
import type { Waker } from '../db/waker.ts'
import { sha256 } from '../lib/ids.ts'
import { authenticate, type Identity } from './authenticate.ts'

/** A revoked credential works for at most this long; the promise to users is five seconds. */
const TTL_MS = 3_000

/**
 * Remembers who a secret belongs to for a moment, so that a burst of requests costs one look-up. Forgets all of it when credentials or roles have
 * changed anywhere. Holds hashes, never secrets.
 */
export function identityCache(
  database: Database,
  waker: Pick<Waker, 'onWake'>,
): (secret: string, ip: string | null) => Promise<Identity | undefined> {
  const cache = new LRUCache<string, Promise<Identity | undefined>>({ max: 10_000, ttl: TTL_MS })
  waker.onWake((topic) => {
    if (topic === 'credentials') cache.clear()
  })
  return (secret, ip) => {
    const key = sha256(secret).toString('base64')
    const known = cache.get(key)
    if (known) return known
    const looked = authenticate(database, secret, ip)
    cache.set(key, looked)
    looked.then(
      (identity) => {
        if (!identity) cache.delete(key)
      },
      () => cache.delete(key),
    )
    return looked
  }
}
