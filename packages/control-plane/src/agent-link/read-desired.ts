import { PAGE_BYTES_MAX, digestOf, type DesiredItem, type Tombstone } from '@fairlead/protocol'
import type { Database } from '../db/connect.ts'

interface Row {
  desired_rev: string
  kind: string | null
  key: string
  generation: string
  rev: string
  body: Record<string, unknown>
  deleted: boolean
}

/** What changed behind a revision, as one consistent look. `toRev` is the cluster's revision at that moment. */
export async function readDesiredSince(
  database: Database,
  clusterId: string,
  fromRev: number,
): Promise<{ toRev: number; upserts: DesiredItem[]; tombstones: Tombstone[] }> {
  const rows = await select(database, clusterId, fromRev, false)
  return {
    toRev: Number(rows[0]?.desired_rev ?? 0),
    upserts: rows.filter((row) => row.kind !== null && !row.deleted).map(itemOf),
    tombstones: rows
      .filter((row) => row.kind !== null && row.deleted)
      .map((row) => ({ kind: row.kind ?? '', key: row.key, rev: Number(row.rev) })),
  }
}

/** Everything the cluster should have, with the figures that let the agent check that it has all of it. */
export async function readDesiredSnapshot(
  database: Database,
  clusterId: string,
): Promise<{ rev: number; items: DesiredItem[]; digest: string }> {
  const rows = await select(database, clusterId, 0, true)
  const items = rows.filter((row) => row.kind !== null).map(itemOf)
  return { rev: Number(rows[0]?.desired_rev ?? 0), items, digest: digestOf(items) }
}

/** Cuts a list so that each part stays below a page. */
export function inPages<T>(items: readonly T[]): T[][] {
  const pages: T[][] = []
  let page: T[] = []
  let bytes = 0
  for (const item of items) {
    const size = JSON.stringify(item).length
    if (page.length > 0 && bytes + size > PAGE_BYTES_MAX) {
      pages.push(page)
      page = []
      bytes = 0
    }
    page.push(item)
    bytes += size
  }
  if (page.length > 0) pages.push(page)
  return pages
}

/** One statement, so one snapshot: revision and rows belong together. A cluster without rows still answers its revision. */
async function select(database: Database, clusterId: string, fromRev: number, onlyLive: boolean): Promise<Row[]> {
  const { sql } = database.system
  return await sql<Row[]>`
    select c.desired_rev::text, d.kind, d.key, d.generation::text, d.rev::text, d.body, d.deleted_at is not null as deleted
    from clusters c
    left join desired d on d.cluster_id = c.id and d.rev > ${fromRev} ${onlyLive ? sql`and d.deleted_at is null` : sql``}
    where c.id = ${clusterId}
    order by d.rev`
}

function itemOf(row: Row): DesiredItem {
  return {
    kind: row.kind ?? '',
    key: row.key,
    generation: Number(row.generation),
    rev: Number(row.rev),
    // The raw client hands JSON over as text.
    body: typeof row.body === 'string' ? (JSON.parse(row.body) as unknown) : row.body,
  }
}
