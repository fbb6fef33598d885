import type { Neighbours } from '../delta.ts'
import type { Fleet } from '../round/fleet.ts'
import { RUNNING, STOPPING, type Work } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'
import { findLevel, type Level } from './levels.ts'
import { count, createTally, watch, type Tally } from './tally.ts'

/**
 * What work says about other work of its queue, and what follows for nodes at this moment of the round. Work of other pools is
 * not looked at.
 */
export interface NeighbourBooks {
  /** By local class: where a replica counts as long as it holds room or has it coming. */
  held: (readonly Tally[] | undefined)[]
  /** The same from its start until its run is gone: what others may want to be near to. */
  running: (readonly Tally[] | undefined)[]
  /** By local class: levels at which it must be near to its own kind. While nothing of the kind runs, all of it starts in one domain. */
  ownKind: (readonly Tally[] | undefined)[]
  /** By local class: how many rules are against each node. */
  against: (Int32Array | undefined)[]
}

/** A class that may be meant by rules of its queue, or has some. */
interface Member {
  class: number
  labels: Readonly<Record<string, string>>
  near: readonly Neighbours[]
  apart: readonly Neighbours[]
}

/** Names of the levels that rules about neighbours speak of. */
export function neighbourLevels(state: SchedulerState, work: Work): string[] {
  const names = new Set<string>()
  for (let k = 0; k < work.classCount; k++) {
    if (work.home[k]! < 0) continue
    const { near, apart } = state.classes.specs[work.stateClass[k]!]!
    for (const { level } of near ?? []) names.add(level)
    for (const { level } of apart ?? []) names.add(level)
  }
  return [...names]
}

/** Undefined when no work of the pool has rules about neighbours, which costs nothing. */
export function openNeighbours(
  state: SchedulerState,
  fleet: Fleet,
  work: Work,
  levels: readonly Level[],
  isWanted: (k: number) => boolean,
): NeighbourBooks | undefined {
  const books: NeighbourBooks = { held: [], running: [], ownKind: [], against: [] }
  let hasRules = false
  for (const members of membersByQueue(state, work)) {
    if (members.every(({ near, apart }) => near.length + apart.length === 0)) continue
    hasRules = true
    openQueue(books, fleet, members, levels, isWanted)
  }
  if (!hasRules) return undefined
  const { slotStart, slotCount, slab } = state.workloads
  for (let at = 0; at < work.count; at++) {
    const status = work.status[at]
    if (status !== RUNNING && status !== STOPPING) continue
    const k = work.base[work.class[at]!]!
    if (books.held[k] === undefined && books.running[k] === undefined) continue
    const start = slotStart[work.workload[at]!]!
    const nodes: number[] = []
    for (const node of slab.values.subarray(start, start + slotCount[work.workload[at]!]!)) {
      if (fleet.local[node]! >= 0) nodes.push(fleet.local[node]!)
    }
    count(books.held[k], nodes, 1)
    count(books.running[k], nodes, 1)
  }
  return books
}

function membersByQueue(state: SchedulerState, work: Work): Member[][] {
  const queues = new Map<number, Member[]>()
  for (let k = 0; k < work.classCount; k++) {
    if (work.home[k]! < 0 || work.base[k] !== k) continue
    const { labels = {}, near = [], apart = [] } = state.classes.specs[work.stateClass[k]!]!
    const member: Member = { class: k, labels, near, apart }
    const members = queues.get(work.home[k]!)
    if (members === undefined) queues.set(work.home[k]!, [member])
    else members.push(member)
  }
  return [...queues.values()]
}

function openQueue(
  books: NeighbourBooks,
  fleet: Fleet,
  members: readonly Member[],
  levels: readonly Level[],
  isWanted: (k: number) => boolean,
): void {
  const apart = distinct(members.flatMap((member) => member.apart))
  const near = distinct(members.flatMap((member) => member.near))
  const matches = new Map([...apart].map(([key, { level }]) => [key, createTally(findLevel(levels, level))]))
  const holders = new Map([...apart].map(([key, { level }]) => [key, createTally(findLevel(levels, level))]))
  const company = new Map([...near].map(([key, { level }]) => [key, createTally(findLevel(levels, level))]))
  const shared = new Map<string, Int32Array>()
  for (const { class: k, labels, ...own } of members) {
    const meant = [...apart].filter(([, rule]) => isMeant(labels, rule)).map(([key]) => key)
    const isNear = [...near].filter(([, rule]) => isMeant(labels, rule)).map(([key]) => key)
    const held = [...meant.map((key) => matches.get(key)!), ...own.apart.map((rule) => holders.get(keyOf(rule))!)]
    if (held.length > 0) books.held[k] = held
    if (isNear.length > 0) books.running[k] = isNear.map((key) => company.get(key)!)
    if (!isWanted(k) || own.near.length + own.apart.length + meant.length === 0) continue
    const ownKind = own.near.filter((rule) => isMeant(labels, rule)).map((rule) => company.get(keyOf(rule))!)
    if (ownKind.length > 0) books.ownKind[k] = ownKind
    const key = JSON.stringify([own.near.map(keyOf), own.apart.map(keyOf), meant, ownKind.length])
    let against = shared.get(key)
    if (against === undefined) {
      shared.set(key, (against = new Int32Array(fleet.count)))
      for (const rule of own.apart) watch(matches.get(keyOf(rule))!, { against, kind: 'apart', isOwnKind: false })
      for (const rule of meant) watch(holders.get(rule)!, { against, kind: 'apart', isOwnKind: false })
      for (const rule of own.near) {
        watch(company.get(keyOf(rule))!, { against, kind: 'near', isOwnKind: isMeant(labels, rule) })
      }
    }
    books.against[k] = against
  }
}

function distinct(rules: readonly Neighbours[]): Map<string, Neighbours> {
  return new Map(rules.map((rule) => [keyOf(rule), rule]))
}

function keyOf({ level, labels }: Neighbours): string {
  return JSON.stringify([level, Object.entries(labels).sort((a, b) => (a[0] < b[0] ? -1 : 1))])
}

/** Whether a rule speaks of work with these labels. */
export function isMeant(labels: Readonly<Record<string, string>>, rule: Neighbours): boolean {
  for (const label in rule.labels) if (labels[label] !== rule.labels[label]) return false
  return true
}
