import type { DesiredBegin, DesiredDelta, DesiredEnd, DesiredItem, DesiredPage } from '@fairlead/protocol'
import { digestOf } from '@fairlead/protocol'
import type { z } from 'zod'
import { toStored, type DesiredStore, type ItemName, type StoredItem } from './desired-store.ts'

/** What came of a frame of desired state. */
export type Intake =
  | { kind: 'waiting' }
  /** Nothing new in it. */
  | { kind: 'known' }
  | { kind: 'applied'; changed: ItemName[]; isSnapshot: boolean }
  /** The agent cannot go on from what it has: ask for a snapshot. */
  | { kind: 'want'; reason: string }
  /** The set is kept as it was; a person has to look. */
  | { kind: 'refused'; code: 'limit' | 'invalid_body'; message: string }

/** A snapshot that removes more than this share of what is held, and at least this many items, needs a confirmation. */
const PRUNE_SHARE_MAX = 0.2
const PRUNE_ITEMS_MIN = 10
const STAGED_ITEMS_MAX = 50_000
const STAGED_BYTES_MAX = 128 * 1024 * 1024

type Staging = { rev: number; pages: number; page: number; items: Map<string, StoredItem>; bytes: number }

/**
 * Decides what enters the store. A snapshot is staged and replaces the set only when it is complete by count and digest; a delta
 * is taken only on top of exactly the revision that it starts from. Nothing is ever removed on a guess.
 */
export class DesiredIntake {
  readonly #store: DesiredStore
  #staging: Staging | undefined

  constructor(store: DesiredStore) {
    this.#store = store
  }

  /** A new session starts with nothing staged. */
  reset(): void {
    this.#staging = undefined
  }

  begin(body: z.output<typeof DesiredBegin>): Intake {
    this.#staging = { rev: body.rev, pages: body.pages, page: 0, items: new Map(), bytes: 0 }
    return { kind: 'waiting' }
  }

  page(body: z.output<typeof DesiredPage>): Intake {
    const staging = this.#staging
    if (staging === undefined) return { kind: 'waiting' }
    if (staging.rev !== body.rev || body.page !== staging.page + 1) {
      this.#staging = undefined
      return { kind: 'want', reason: `page ${body.page} of revision ${body.rev} after page ${staging.page}` }
    }
    staging.page = body.page
    for (const item of body.items) {
      const stored = toStored(item)
      staging.items.set(`${item.kind}\t${item.key}`, stored)
      staging.bytes += stored.body.length
    }
    if (staging.items.size > STAGED_ITEMS_MAX || staging.bytes > STAGED_BYTES_MAX) {
      this.#staging = undefined
      return {
        kind: 'refused',
        code: 'limit',
        message: `the snapshot has more than ${STAGED_ITEMS_MAX} items or 128 MiB`,
      }
    }
    return { kind: 'waiting' }
  }

  end(body: z.output<typeof DesiredEnd>): Intake {
    const staging = this.#staging
    this.#staging = undefined
    if (staging === undefined || staging.rev !== body.rev) return { kind: 'want', reason: 'the snapshot did not begin' }
    if (staging.page !== staging.pages || staging.items.size !== body.count) {
      const found = `${staging.items.size} of ${body.count} items, ${staging.page} of ${staging.pages} pages`
      return { kind: 'want', reason: `the snapshot is incomplete: ${found}` }
    }
    if (digestOf(staging.items.values()) !== body.digest)
      return { kind: 'want', reason: 'the snapshot has another digest' }
    const held = this.#store.appliedRev
    if (body.rev < held) {
      return {
        kind: 'refused',
        code: 'invalid_body',
        message: `revision ${body.rev} is behind ${held}, which is applied here`,
      }
    }
    return this.#replaceWith(staging, body.confirmPrune)
  }

  delta(body: DesiredDelta): Intake {
    const held = this.#store.appliedRev
    if (body.toRev <= held) return { kind: 'known' }
    if (body.fromRev !== held)
      return { kind: 'want', reason: `a change from revision ${body.fromRev}, held is ${held}` }
    const upserts = newestOf(body.upserts)
    const removals = body.tombstones.map(({ kind, key }) => ({ kind, key }))
    this.#store.apply({ fromRev: body.fromRev, toRev: body.toRev, upserts, removals })
    return { kind: 'applied', changed: [...removals, ...upserts], isSnapshot: false }
  }

  #replaceWith(staging: Staging, confirmPrune: boolean): Intake {
    const removals: ItemName[] = []
    for (const item of this.#store.items()) {
      if (!staging.items.has(`${item.kind}\t${item.key}`)) removals.push({ kind: item.kind, key: item.key })
    }
    const held = this.#store.size
    if (!confirmPrune && removals.length >= PRUNE_ITEMS_MIN && removals.length > held * PRUNE_SHARE_MAX) {
      return {
        kind: 'refused',
        code: 'limit',
        message: `the snapshot would remove ${removals.length} of ${held} items; more than a fifth needs confirmPrune`,
      }
    }
    const upserts = [...staging.items.values()].filter((item) => {
      const old = this.#store.get(item.kind, item.key)
      return old === undefined || old.rev !== item.rev || old.generation !== item.generation || old.body !== item.body
    })
    this.#store.apply({ fromRev: this.#store.appliedRev, toRev: staging.rev, upserts, removals })
    return { kind: 'applied', changed: [...removals, ...upserts], isSnapshot: true }
  }
}

/** One entry for each item, the last one: a coalesced change may name an item twice. */
function newestOf(items: DesiredItem[]): StoredItem[] {
  const byName = new Map<string, StoredItem>()
  for (const item of items) byName.set(`${item.kind}\t${item.key}`, toStored(item))
  return [...byName.values()]
}
