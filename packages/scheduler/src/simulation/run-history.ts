/** One past run, or one that goes on. */
export interface PastRun {
  queueId: string
  /** Of {@link sizeClassOf}. */
  sizeClass: string
  runtimeMs: number
  /** False: it runs still, or was preempted or cut off: it would have run longer than this. */
  isComplete: boolean
}

/** How long runs take: for each group, how many last longer than a time. */
export interface RunHistory {
  groups: ReadonlyMap<string, Survival>
  /** By queue and size, the groups that know enough, from narrow to wide; filled as they are asked for. */
  chains: Map<string, Survival[]>
}

/** At `times[i]`, the part that still runs falls to `alive[i]`. */
interface Survival {
  count: number
  times: Float64Array
  alive: Float64Array
  /** The longest that was seen, complete or not. */
  longest: number
}

/** A group with fewer complete runs says less than a wider one. */
const RUNS_MIN = 30
/** So much of a group must have lasted as long as the run in question. */
const LEFT_MIN = 5
/** Of nothing at all: an hour. */
const UNKNOWN_MS = 3_600_000

/**
 * Groups past runs by queue and size, by queue, by size, and all together, and estimates for each how long runs last by the
 * product-limit method (Kaplan and Meier, 1958), so that what still runs counts for what it says: that it lasts longer.
 */
export function openRunHistory(runs: readonly PastRun[]): RunHistory {
  const byGroup = new Map<string, PastRun[]>()
  for (const run of runs) {
    for (const group of groupsOf(run.queueId, run.sizeClass)) {
      const list = byGroup.get(group)
      if (list === undefined) byGroup.set(group, [run])
      else list.push(run)
    }
  }
  return { groups: new Map([...byGroup].map(([group, list]) => [group, survivalOf(list)])), chains: new Map() }
}

/** From narrow to wide. */
function groupsOf(queueId: string, sizeClass: string): string[] {
  return [`${queueId}\n${sizeClass}`, `${queueId}\n`, `\n${sizeClass}`, '\n']
}

function survivalOf(runs: PastRun[]): Survival {
  const sorted = [...runs].sort((a, b) => a.runtimeMs - b.runtimeMs || Number(b.isComplete) - Number(a.isComplete))
  const times: number[] = []
  const alive: number[] = []
  let left = 1
  for (const [index, { runtimeMs, isComplete }] of sorted.entries()) {
    if (!isComplete) continue
    left *= 1 - 1 / (sorted.length - index)
    times.push(runtimeMs)
    alive.push(left)
  }
  return {
    count: times.length,
    times: Float64Array.from(times),
    alive: Float64Array.from(alive),
    longest: sorted.at(-1)?.runtimeMs ?? 0,
  }
}

/**
 * Draws the whole running time of a run that has run for `elapsedMs` already, from the narrowest group that knows enough of
 * runs as long as that. Beyond all that was ever seen, a run goes on as long again as it did, by Pareto's law with
 * exponent 1. `chance` is uniform in [0, 1). Never less than `elapsedMs`, never more than `timeLimitMs`.
 */
export function drawRuntime(
  history: RunHistory,
  run: { queueId: string; sizeClass: string; elapsedMs: number; timeLimitMs?: number | undefined },
  chance: number,
): number {
  const { queueId, sizeClass, elapsedMs, timeLimitMs = Infinity } = run
  let drawn: number | undefined
  for (const survival of chainOf(history, queueId, sizeClass)) {
    const from = firstAbove(survival.times, elapsedMs)
    if (survival.count - from < LEFT_MIN) continue
    drawn = drawFrom(survival, from, chance)
    break
  }
  drawn ??= elapsedMs > 0 ? elapsedMs / (1 - chance) : fallback(history, timeLimitMs, chance)
  return Math.min(timeLimitMs, Math.max(elapsedMs, drawn))
}

function chainOf({ groups, chains }: RunHistory, queueId: string, sizeClass: string): Survival[] {
  const key = `${queueId}\n${sizeClass}`
  let chain = chains.get(key)
  if (chain === undefined) {
    const known = groupsOf(queueId, sizeClass).map((group) => groups.get(group))
    chain = known.filter((survival) => survival !== undefined && survival.count >= RUNS_MIN) as Survival[]
    chains.set(key, chain)
  }
  return chain
}

/** Of too few runs, those that there are. */
function fallback({ groups }: RunHistory, timeLimitMs: number, chance: number): number {
  const all = groups.get('\n')
  if (all !== undefined && all.count > 0) return drawFrom(all, 0, chance)
  return timeLimitMs === Infinity ? UNKNOWN_MS : timeLimitMs
}

function drawFrom({ times, alive, longest }: Survival, from: number, chance: number): number {
  const target = (from === 0 ? 1 : alive[from - 1]!) * (1 - chance)
  const last = times.length - 1
  if (target < alive[last]!) return Math.max(longest, times[last]!) * (alive[last]! / target)
  let low = from
  let high = last
  while (low < high) {
    const middle = (low + high) >> 1
    if (alive[middle]! <= target) high = middle
    else low = middle + 1
  }
  return times[low]!
}

function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}
