import type { Neighbours } from '../delta.ts'
import type { Fleet } from '../round/fleet.ts'
import type { Round } from '../round/round.ts'
import { NOMINEE, PLACED, RUNNING, STOPPING, VICTIM, WAITING, type Work } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'
import { findLevel, type Level } from './levels.ts'

/** How many replicas stand in each domain of a level that match a rule, or whose work holds that rule against others. */
interface Count {
  level: Level
  /** By domain. */
  standing: Int32Array
  /** Over all nodes, those without the label included. */
  total: number
  /** Which nodes it closes to whom. */
  watchers: Watcher[]
}

interface Watcher {
  against: Int32Array
  /** `apart`: nodes in domains with a match are closed. `near`: those in domains without. */
  kind: 'apart' | 'near'
  /** It matches its own rule: while nothing stands that does, it may stand anywhere that is in a domain. */
  isOwnKind: boolean
}

/** What work says about work of its queue, and what follows for nodes; kept up to date with every placement of the round. */
export interface NeighbourBooks {
  /** By local class: the counts that a replica of it adds to while it holds room, and those while it runs or is about to. */
  held: (readonly Count[] | undefined)[]
  running: (readonly Count[] | undefined)[]
  /** By local class: for its rules that it matches itself, the counts; the first of a kind keeps together by itself. */
  ownKind: (readonly Count[] | undefined)[]
  /** By local class. */
  against: (Int32Array | undefined)[]
}

type Spec = NonNullable<SchedulerState['classes']['specs'][number]>

/** Levels that rules about neighbours name. */
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
