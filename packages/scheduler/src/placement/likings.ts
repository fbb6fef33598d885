import type { Fleet } from '../round/fleet.ts'
import type { Work } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'
import { meetsRules } from './label-rules.ts'

/** Nodes are listed one by one where so few are liked better than the rest. */
const FEW_COUNT_MAX = 32

/** How much a list of node preferences likes each node of a pool: levels of equal sums of weights, 0 for the largest. */
export interface Liking {
  level: Int32Array
  /** The level of the smallest sum. */
  worst: number
  /** The open nodes above the worst level, where they are few; they are not split off in the index then. */
  few: Int32Array | undefined
}

export interface Likings {
  list: Liking[]
  /** By local class; -1 for those without preferences. */
  ofClass: Int32Array
}

/** Weighs the nodes once for each distinct list of preferences that somebody waits with; undefined when nobody has any. */
export function openLikings(
  state: SchedulerState,
  fleet: Fleet,
  work: Work,
  isWanted: Uint8Array,
): Likings | undefined {
  let likings: Likings | undefined
  const index = new Map<string, number>()
  for (let k = 0; k < work.classCount; k++) {
    const preferences = isWanted[k] === 0 ? undefined : state.classes.specs[work.stateClass[k]!]!.nodePreferences
    if (preferences === undefined || preferences.length === 0) continue
    likings ??= { list: [], ofClass: new Int32Array(work.classCount).fill(-1) }
    const key = JSON.stringify(preferences)
    let number = index.get(key)
    if (number === undefined) {
      number = likings.list.push(weigh(state, fleet, preferences)) - 1
      index.set(key, number)
    }
    likings.ofClass[k] = number
  }
  return likings
}

type Preferences = NonNullable<NonNullable<SchedulerState['classes']['specs'][number]>['nodePreferences']>

function weigh(state: SchedulerState, fleet: Fleet, preferences: Preferences): Liking {
  const sums = new Float64Array(fleet.count)
  for (let n = 0; n < fleet.count; n++) {
    if (fleet.isOpen[n] === 0) continue
    const { labels } = state.nodes.upserts[fleet.node[n]!]!
    for (const { weight, rules } of preferences) if (meetsRules(labels, rules)) sums[n]! += weight
  }
  const distinct = [...new Set(sums.filter((_, n) => fleet.isOpen[n] === 1))].sort((a, b) => b - a)
  const levelOf = new Map(distinct.map((sum, level) => [sum, level]))
  const worst = Math.max(0, distinct.length - 1)
  const level = Int32Array.from(sums, (sum, n) => (fleet.isOpen[n] === 1 ? levelOf.get(sum)! : worst))
  const liked: number[] = []
  for (let n = 0; n < fleet.count && liked.length <= FEW_COUNT_MAX; n++) if (level[n] !== worst) liked.push(n)
  return { level, worst, few: liked.length <= FEW_COUNT_MAX ? Int32Array.from(liked) : undefined }
}
