import { sql } from 'drizzle-orm'
import { must } from '../lib/invariant.ts'
import type { Database, DrizzleTx } from './connect.ts'
import { changes, type ChangeTopic } from './schema/changes.ts'
import type { Waker } from './waker.ts'

/** One transaction, with the news that goes out once it has committed. */
export interface Tx {
  q: DrizzleTx
  /** Writes a row of the change feed, in this transaction. */
  changed(topic: ChangeTopic, entityId: string | readonly string[], organizationId?: string): Promise<void>
  /** After commit: deliver what changed for this cluster. */
  wakeCluster(clusterId: string): void
  /** After commit: look again at who is signed in, and what they may do. */
  wakeCredentials(): void
}

/** Where transactions come from; `origin` marks their news as ours. */
export interface TxSource {
  database: Database
  waker: Pick<Waker, 'wake'>
}

/**
 * Runs `work` as one organization: row-level security shows and accepts its rows alone. The setting ends with the
 * transaction, so a pooled connection carries nothing over.
 */
export function inOrganization<T>(source: TxSource, organizationId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(source, 'app', organizationId, undefined, work)
}

/** Runs `work` across organizations. Every caller says in a comment or its name why it may. */
export function inSystem<T>(source: TxSource, work: (tx: Tx) => Promise<T>, origin?: string): Promise<T> {
  return transact(source, 'system', undefined, origin, work)
}

async function transact<T>(
  source: TxSource,
  pool: 'app' | 'system',
  organizationId: string | undefined,
  origin: string | undefined,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const clusters = new Set<string>()
  let hasNews = false
  let hasCredentials = false
  const result = await source.database[pool].db.transaction(async (q) => {
    if (organizationId !== undefined) {
      await q.execute(sql`select set_config('app.organization', ${organizationId}, true)`)
    }
    return await work({
      q,
      changed: async (topic, entityId, ofOrganization) => {
        const ids = typeof entityId === 'string' ? [entityId] : entityId
        if (ids.length === 0) return
        const owner = must(ofOrganization ?? organizationId, 'a change belongs to an organization')
        hasNews = true
        await q
          .insert(changes)
          .values(ids.map((id) => ({ organizationId: owner, topic, entityId: id, origin: origin ?? null })))
      },
      wakeCluster: (clusterId) => {
        clusters.add(clusterId)
      },
      wakeCredentials: () => {
        hasCredentials = true
      },
    })
  })
  if (hasCredentials) source.waker.wake('credentials')
  if (hasNews) source.waker.wake('changes')
  for (const clusterId of clusters) source.waker.wake(`cluster:${clusterId}`)
  return result
}
