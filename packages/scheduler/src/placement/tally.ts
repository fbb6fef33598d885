import type { Level } from './levels.ts'

/** How many replicas of some kind stand in each domain of a level. */
export interface Tally {
  level: Level
  standing: Int32Array
  /** Over all domains. */
  total: number
  watchers: Watcher[]
  /** Nodes of domain d: `nodes[start[d]]` to `nodes[start[d + 1] - 1]`. */
  start: Int32Array
  nodes: Int32Array
}

/** Keeps up to date how many rules are against each node. */
export interface Watcher {
  /** By local node. */
  against: Int32Array
  /** `apart`: against nodes in domains where some stand. `near`: against those in domains where none do, and in no domain. */
  kind: 'apart' | 'near'
  /** `near` to its own kind: against no domain as long as none of the kind stand anywhere. */
  isOwnKind: boolean
}

export function createTally(level: Level): Tally {
  const start = new Int32Array(level.count + 1)
  for (const domain of level.of) if (domain >= 0) start[domain + 1]! += 1
  for (let d = 0; d < level.count; d++) start[d + 1]! += start[d]!
  const next = start.slice()
  const nodes = new Int32Array(start[level.count]!)
  for (let n = 0; n < level.of.length; n++) if (level.of[n]! >= 0) nodes[next[level.of[n]!]!++] = n
  return { level, standing: new Int32Array(level.count), total: 0, watchers: [], start, nodes }
}

/** Lets a watcher follow a tally in which nobody stands yet. */
export function watch(tally: Tally, watcher: Watcher): void {
  tally.watchers.push(watcher)
  if (watcher.kind === 'apart') return
  const { of } = tally.level
  for (let n = 0; n < of.length; n++) if (of[n]! < 0 || !watcher.isOwnKind) watcher.against[n]! += 1
}

/** Counts replicas on these nodes in (1) or out (-1); what stands in no domain counts nowhere. */
export function count(tallies: readonly Tally[] | undefined, nodes: readonly number[], sign: 1 | -1): void {
  for (const tally of tallies ?? []) {
    for (const node of nodes) if (tally.level.of[node]! >= 0) countOne(tally, tally.level.of[node]!, sign)
  }
}

function countOne(tally: Tally, domain: number, sign: 1 | -1): void {
  const { standing, watchers, nodes, start } = tally
  const limit = sign === 1 ? 1 : 0
  standing[domain]! += sign
  tally.total += sign
  if (tally.total === limit) {
    for (const { against, isOwnKind } of watchers) if (isOwnKind) for (const n of nodes) against[n]! += sign
  }
  if (standing[domain] !== limit) return
  for (const { against, kind } of watchers) {
    const change = kind === 'apart' ? sign : -sign
    for (let i = start[domain]!; i < start[domain + 1]!; i++) against[nodes[i]!]! += change
  }
}
