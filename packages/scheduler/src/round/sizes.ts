import type { SchedulerState } from '../state/state.ts'
import type { Layout } from '../placement/replicas-if-empty.ts'
import type { Work } from './work.ts'

/**
 * Sizes of elastic gangs. A gang that holds, or is to start with, fewer replicas than all has a class of its own, equal in all
 * but the number of replicas and what its queue is charged for; so the books need not know of sizes. Classes for sizes that
 * nobody holds yet are set aside when work is laid out.
 */
export interface Sizes {
  /** Class by `base * SPAN + replicas`. */
  index: Map<number, number>
  /** Classes set aside: `next` to `end - 1`, and `trial`, which is written anew for every question. */
  next: number
  end: number
  trial: number
}

const SPAN = 2 ** 24

/** Sizes that one class may need in a round besides those that its members start with: the fewest, and as many as could ever run. */
const SPARE_BY_CLASS = 2

/** Classes for the sizes of a pool's elastic work, `classes` being the state numbers of those laid out so far, -1 for spare ones. */
export class SizePlan {
  readonly #state: SchedulerState
  readonly #classes: number[]
  readonly #index = new Map<number, number>()
  readonly #bases: number[] = []
  readonly #elastic = new Set<number>()
  #waiting = 0

  constructor(state: SchedulerState, classes: number[]) {
    this.#state = state
    this.#classes = classes
  }

  /** The class of an elastic workload of class `base` by what it holds in the pool. */
  classOf(workload: number, base: number, isHere: boolean): number {
    const { classes, workloads } = this.#state
    const number = this.#classes[base]!
    this.#elastic.add(base)
    const held = isHere ? workloads.slotCount[workload]! : 0
    const isNominee = workloads.runCluster[workload] === -1
    if (isNominee) this.#waiting++
    const most = classes.replicas[number]!
    const isSize = held > 0 && held !== most && !(isNominee && (held > most || held < classes.replicasMin[number]!))
    if (!isSize) return base
    const key = base * SPAN + held
    let sized = this.#index.get(key)
    if (sized === undefined) {
      sized = this.#classes.push(number) - 1
      this.#bases[sized] = base
      this.#index.set(key, sized)
    }
    return sized
  }

  /** Sets spare classes aside, and says which classes are sizes of which; undefined when no work is elastic. */
  close(): { sizes: Sizes; bases: readonly number[] } | undefined {
    if (this.#elastic.size === 0) return undefined
    const next = this.#classes.length
    const end = next + this.#waiting + SPARE_BY_CLASS * this.#elastic.size
    while (this.#classes.length <= end) this.#classes.push(-1)
    return { sizes: { index: this.#index, next, end, trial: end }, bases: this.#bases }
  }
}

/** Whether a class may start with fewer replicas than it asks for. */
export function isElastic(work: Work, k: number): boolean {
  return work.replicasMin[k] !== work.replicas[k]
}

/** The class of work like that of class `k` with `count` replicas. */
export function sizedClass(layout: Layout, k: number, count: number): number {
  const { work } = layout
  const base = work.base[k]!
  if (work.replicas[base] === count) return base
  const sizes = work.sizes!
  const key = base * SPAN + count
  let sized = sizes.index.get(key)
  if (sized === undefined) {
    sized = sizes.next++
    sizes.index.set(key, sized)
    writeSize(layout, sized, base, count)
  }
  return sized
}

/** The class of work like that of class `k` with the fewest replicas that it may start with. */
export function fewestClass(layout: Layout, k: number): number {
  return isElastic(layout.work, k) ? sizedClass(layout, k, layout.work.replicasMin[k]!) : k
}

/** A class like `k` with `count` replicas to ask questions about; the next call writes over it. */
export function trialClass(layout: Layout, k: number, count: number): number {
  const { base, sizes } = layout.work
  writeSize(layout, sizes!.trial, base[k]!, count)
  return sizes!.trial
}

function writeSize(layout: Layout, sized: number, base: number, count: number): void {
  const { work, constraints, fleet } = layout
  const { width } = fleet
  for (const column of [work.stateClass, work.leaf, work.home, work.shape, work.preemptible, work.primary]) {
    column[sized] = column[base]!
  }
  work.wantsGpu[sized] = work.wantsGpu[base]!
  work.priority[sized] = work.priority[base]!
  work.base[sized] = base
  work.replicas[sized] = count
  work.replicasMin[sized] = count
  for (let a = 0; a < width; a++) {
    work.need[sized * width + a] = work.need[base * width + a]!
    work.demand[sized * width + a] = (work.demand[base * width + a]! / work.replicas[base]!) * count
  }
  constraints.ofClass[sized] = constraints.ofClass[base]!
  if (constraints.likings !== undefined) constraints.likings.ofClass[sized] = constraints.likings.ofClass[base]!
  if (layout.ladders !== undefined) layout.ladders[sized] = layout.ladders[base]
  if (layout.bars !== undefined) layout.bars[sized] = layout.bars[base]
  if (fleet.devices !== undefined) {
    fleet.devices.sizeOf[sized] = fleet.devices.sizeOf[base]!
    fleet.devices.wholeOf[sized] = fleet.devices.wholeOf[base]!
  }
}
