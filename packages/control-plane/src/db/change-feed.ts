import type postgres from 'postgres'
import type { ChangeTopic } from './schema/changes.ts'

export interface Change {
  organizationId: string
  topic: ChangeTopic
  entityId: string
  origin: string | null
}

/** A place in the feed. */
export interface FeedCursor {
  xid: string
  id: number
}

export interface FeedPage {
  changes: Change[]
  cursor: FeedCursor
  /** Something is written whose transaction, or one older than it, is still open: look again soon. */
  moreSoon: boolean
}

const PAGE = 5_000

/**
 * Where to start following. Take it *before* reading the state that the feed will patch: what commits in between is then read twice, and
 * never missed.
 */
export async function feedHead(sql: postgres.Sql): Promise<FeedCursor> {
  const [row] = await sql<{ xid: string }[]>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`
  return { xid: row?.xid ?? '0', id: 0 }
}

/**
 * What committed behind the cursor. Rows of transactions at or above the oldest one in progress are left for later: sequence order
 * is not commit order, and a reader that went past a gap would lose what fills it.
 */
export async function readFeed(sql: postgres.Sql, after: FeedCursor): Promise<FeedPage> {
  const rows = await sql<(Change & { xid: string; id: string; visible: boolean })[]>`
    with horizon as (select pg_snapshot_xmin(pg_current_snapshot()) as xid)
    select c.xid::text as xid, c.id::text as id, c.organization_id as "organizationId", c.topic, c.entity_id as "entityId",
           c.origin, c.xid < horizon.xid as visible
    from changes c, horizon
    where (c.xid, c.id) > (${after.xid}::xid8, ${after.id}::bigint)
    order by c.xid, c.id
    limit ${PAGE}`
  const visible = rows.filter((row) => row.visible)
  const last = visible.at(-1)
  return {
    changes: visible,
    cursor: last ? { xid: last.xid, id: Number(last.id) } : after,
    moreSoon: rows.length > visible.length || visible.length === PAGE,
  }
}

/** Drops news older than an hour. */
export async function pruneFeed(sql: postgres.Sql): Promise<number> {
  const { count } = await sql`delete from changes where at < now() - interval '1 hour'`
  return count
}
