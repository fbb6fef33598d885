import { join } from 'node:path'
import type { ApplyFailure, DesiredItem } from '@fairlead/protocol'
import { Journal } from '../lib/journal.ts'
import type { Logger } from '../lib/logger.ts'
import { DigestIndex } from './digest-index.ts'

/** A desired item as it is kept: the body stays text, which is a third of the size, until somebody acts on it. */
export type StoredItem = { kind: string; key: string; generation: number; rev: number; body: string }

export type ItemName = { kind: string; key: string }

/** One change of the set, from one revision to a later one. */
export type Change = { fromRev: number; toRev: number; upserts: StoredItem[]; removals: ItemName[] }

type Line =
  | { from: number; to: number; up: StoredItem[]; del: ItemName[] }
  | { refused: ApplyFailure }
  | { rev: number; up: StoredItem[] }

const ITEMS_PER_LINE = 50

/**
 * What the control plane wants, as of one revision, on disk. A restart finds the set that was applied last, or after a power
 * cut a slightly older one; either way the revision says which, and the control plane sends what is missing.
 */
export class DesiredStore {
  readonly #items = new Map<string, StoredItem>()
  /** Items of which a generation was refused for good. It is never started, whatever happens to the agent. */
  readonly #refusals = new Map<string, ApplyFailure>()
  readonly #index = new DigestIndex()
  #rev = 0
  #journal: Journal | undefined

  static open(options: { stateDir: string; log: Logger }): DesiredStore {
    const store = new DesiredStore()
    store.#journal = Journal.open({
      dir: join(options.stateDir, 'desired'),
      log: options.log,
      apply: (entry) => store.#replay(entry as Line),
      snapshot: () => store.#snapshot(),
    })
    return store
  }

  /** 0 while nothing was ever applied. */
  get appliedRev(): number {
    return this.#rev
  }

  get digest(): string {
    return this.#index.digest
  }

  get size(): number {
    return this.#items.size
  }

  get isBroken(): boolean {
    return this.#journal?.isBroken ?? false
  }

  get(kind: string, key: string): StoredItem | undefined {
    return this.#items.get(nameOf({ kind, key }))
  }

  items(): Iterable<StoredItem> {
    return this.#items.values()
  }

  /** Takes a change whose `fromRev` is the applied revision. Throws otherwise: the caller has to check. */
  apply(change: Change): void {
    if (change.fromRev !== this.#rev) throw new Error(`change from ${change.fromRev} on top of ${this.#rev}`)
    this.#take(change)
    this.#journal?.append({
      from: change.fromRev,
      to: change.toRev,
      up: change.upserts,
      del: change.removals,
    } satisfies Line)
  }

  /** Records that one generation of an item will never be realised here. */
  refuse(failure: ApplyFailure): void {
    this.#refusals.set(nameOf(failure), failure)
    this.#journal?.append({ refused: failure } satisfies Line)
  }

  /** The refusal of exactly this generation, if there is one. */
  refusalOf(item: { kind: string; key: string; generation: number }): ApplyFailure | undefined {
    const failure = this.#refusals.get(nameOf(item))
    return failure?.generation === item.generation ? failure : undefined
  }

  /** Refusals of items that are still wanted. */
  refusals(): ApplyFailure[] {
    return [...this.#refusals.values()]
  }

  async close(): Promise<void> {
    await this.#journal?.close()
  }

  #take(change: Change): void {
    for (const item of change.upserts) this.#put(item)
    for (const name of change.removals) this.#delete(name)
    this.#rev = change.toRev
  }

  #put(item: StoredItem): void {
    const name = nameOf(item)
    const old = this.#items.get(name)
    if (old) this.#index.remove(old)
    this.#items.set(name, item)
    this.#index.add(item)
    const refusal = this.#refusals.get(name)
    if (refusal !== undefined && refusal.generation !== item.generation) this.#refusals.delete(name)
  }

  #delete(item: ItemName): void {
    const name = nameOf(item)
    const old = this.#items.get(name)
    if (old) this.#index.remove(old)
    this.#items.delete(name)
    this.#refusals.delete(name)
  }

  #replay(line: Line): boolean {
    if ('refused' in line) {
      if (this.#items.has(nameOf(line.refused))) this.#refusals.set(nameOf(line.refused), line.refused)
      return true
    }
    if ('rev' in line) {
      for (const item of line.up) this.#put(item)
      this.#rev = line.rev
      return true
    }
    if (line.from !== this.#rev) return false
    this.#take({ fromRev: line.from, toRev: line.to, upserts: line.up, removals: line.del })
    return true
  }

  #snapshot(): Iterable<Line> {
    const lines: Line[] = [{ rev: this.#rev, up: [] }]
    let up: StoredItem[] = []
    for (const item of this.#items.values()) {
      up.push(item)
      if (up.length < ITEMS_PER_LINE) continue
      lines.push({ rev: this.#rev, up })
      up = []
    }
    lines.push({ rev: this.#rev, up })
    for (const refused of this.#refusals.values()) lines.push({ refused })
    return lines
  }
}

/** What is stored of an item from the wire. */
export function toStored(item: DesiredItem): StoredItem {
  return {
    kind: item.kind,
    key: item.key,
    generation: item.generation,
    rev: item.rev,
    body: JSON.stringify(item.body ?? null),
  }
}

function nameOf(item: ItemName): string {
  return `${item.kind}\t${item.key}`
}
