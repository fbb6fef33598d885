import type { DesiredItem, Tombstone } from '@fairlead/protocol'
import type { Database } from '../db/connect.ts'
import type { AgentSession } from './agent-session.ts'
import { inPages, readDesiredSince, readDesiredSnapshot } from './read-desired.ts'

/** Sends what the cluster does not have yet, as deltas of at most a page. Answers false when the agent cannot take more now. */
export async function deliverDelta(database: Database, session: AgentSession): Promise<boolean> {
  if (!session.hasRoom) return false
  const fromRev = session.sentRev
  const { toRev, upserts, tombstones } = await readDesiredSince(database, session.identity.clusterId, fromRev)
  if (toRev <= fromRev || !session.isOpen || session.sentRev !== fromRev) return true
  const changes = [
    ...upserts.map((item) => ({ rev: item.rev, item })),
    ...tombstones.map((tombstone) => ({ rev: tombstone.rev, tombstone })),
  ].toSorted((a, b) => a.rev - b.rev)
  const pages = inPages(changes)
  if (pages.length === 0) pages.push([])
  for (const [index, page] of pages.entries()) {
    const end = index === pages.length - 1 ? toRev : (page.at(-1)?.rev ?? toRev)
    session.send('desired.delta', {
      fromRev: session.sentRev,
      toRev: end,
      upserts: page.flatMap((change) => ('item' in change ? [change.item as DesiredItem] : [])),
      tombstones: page.flatMap((change) => ('tombstone' in change ? [change.tombstone as Tombstone] : [])),
    })
    session.sentRev = end
  }
  return true
}

/** Sends everything; the agent applies it only if count and digest match, and if it need not remove too much or `confirmPrune` is set. */
export async function deliverSnapshot(database: Database, session: AgentSession, confirmPrune = false): Promise<void> {
  const { rev, items, digest } = await readDesiredSnapshot(database, session.identity.clusterId)
  const pages = inPages(items)
  session.send('desired.begin', { rev, pages: pages.length })
  for (const [index, page] of pages.entries()) session.send('desired.page', { rev, page: index + 1, items: page })
  session.send('desired.end', { rev, count: items.length, digest, confirmPrune })
  session.sentRev = rev
}
