/** One past run, or one that goes on. */
export interface PastRun {
  queueId: string
  /** Of {@link sizeClassOf}. */
  sizeClass: string
  /** Runs that began one after the other tell of each other. */
  startedAt: number
  runtimeMs: number
  /** False: it runs still, or was preempted or cut off: it would have run longer than this. */
  isComplete: boolean
}

/** How long runs take: for each group, how many last longer than a time. */
export interface RunHistory {
  groups: ReadonlyMap<string, Group>
  /** By queue and size, the groups that know enough, from narrow to wide; filled as they are asked for. */
  chains: Map<string, Group[]>
}

interface Group extends Survival {
  /** Its runs in the order in which they began, in pieces of {@link ALIKE}; one piece or none: too few to be cut. */
  pieces: readonly Survival[]
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
/**
 * So many runs of a group, one after the other, are taken to be of one kind: people submit by the batch, and what a hundred of them last together varies far
 * more than a hundred drawn one by one from all would.
 */
export const ALIKE = 100
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
  return { groups: new Map([...byGroup].map(([group, list]) => [group, groupOf(list)])), chains: new Map() }
}

function groupOf(runs: PastRun[]): Group {
  const count = Math.floor(runs.length / ALIKE)
  const inOrder = [...runs].sort((a, b) => a.startedAt - b.startedAt || a.runtimeMs - b.runtimeMs)
  const pieces = Array.from({ length: count }, (_, piece) => {
    return survivalOf(inOrder.slice(piece * ALIKE, piece === count - 1 ? undefined : (piece + 1) * ALIKE))
  })
  return { ...survivalOf(runs), pieces }
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
 * exponent 1. `chance` is uniform in [0, 1). Never less than `elapsedMs`, never more than `timeLimitMs`. `kind`, in [0, 1), chooses
 * the piece of the group that is drawn from, where that knows enough: runs with one `kind` are alike.
 */
export function drawRuntime(
  history: RunHistory,
  run: { queueId: string; sizeClass: string; elapsedMs: number; timeLimitMs?: number | undefined; kind?: number },
  chance: number,
): number {
  const { queueId, sizeClass, elapsedMs, timeLimitMs = Infinity, kind } = run
  let drawn: number | undefined
  for (const group of chainOf(history, queueId, sizeClass)) {
    const piece = kind === undefined ? undefined : group.pieces[Math.floor(kind * group.pieces.length)]
    if (piece !== undefined && piece.count >= RUNS_MIN) drawn = drawAfter(piece, elapsedMs, chance)
    drawn ??= drawAfter(group, elapsedMs, chance)
    if (drawn !== undefined) break
  }
  drawn ??= elapsedMs > 0 ? elapsedMs / (1 - chance) : fallback(history, timeLimitMs, chance)
  return Math.min(timeLimitMs, Math.max(elapsedMs, drawn))
}

/** Undefined: too few lasted that long. */
function drawAfter(survival: Survival, elapsedMs: number, chance: number): number | undefined {
  const from = firstAbove(survival.times, elapsedMs)
  return survival.count - from < LEFT_MIN ? undefined : drawFrom(survival, from, chance)
}

function chainOf({ groups, chains }: RunHistory, queueId: string, sizeClass: string): Group[] {
  const key = `${queueId}\n${sizeClass}`
  let chain = chains.get(key)
  if (chain === undefined) {
    const known = groupsOf(queueId, sizeClass).map((group) => groups.get(group))
    chain = known.filter((survival) => survival !== undefined && survival.count >= RUNS_MIN) as Group[]
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
