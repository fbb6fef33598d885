import type { CapacityOverTime } from './capacity-over-time.ts'
import { resourceOf } from './share-meter.ts'
import type { Item, SimulatedWorld } from './simulated-world.ts'
import type { PoolOutcome, QueueOutcome, ShareSeries } from './simulation-result.ts'
import { spreadOf } from './spread.ts'

interface Span {
  from: number
  until: number
}

/** What became of the work of each queue in each pool, and of each pool. */
export function summarise(
  world: SimulatedWorld,
  series: readonly ShareSeries[],
  span: Span,
): { queues: QueueOutcome[]; pools: PoolOutcome[] } {
  const byQueue = new Map<string, Tally>()
  const byPool = new Map<string, Tally>()
  for (const poolId of world.pools.keys()) tallyOf(byPool, poolId, '')
  for (const { poolId, queues } of series) for (const { queueId } of queues) tallyOf(byQueue, poolId, queueId)
  for (const item of world.items) {
    if (item.phase === 'coming') continue
    const { poolId, queueId } = item.record
    count(tallyOf(byQueue, poolId, queueId), item, world.input.startAt, span)
    count(tallyOf(byPool, poolId, ''), item, world.input.startAt, span)
    for (const { poolId: at } of item.record.attempts) {
      tallyOf(byQueue, at, queueId)
      tallyOf(byPool, at, '')
    }
    hold(byQueue, byPool, item, world.now, span)
  }
  const ms = Math.max(0, span.until - span.from)
  const queues = sorted(byQueue).map((tally): QueueOutcome => ({
    queueId: tally.queueId,
    ...outcomeOf(tally, ms),
    ...sharesOf(
      series.find(({ poolId }) => poolId === tally.poolId),
      tally.queueId,
      span,
    ),
  }))
  const pools = sorted(byPool).map((tally) => poolOutcome(tally, world.capacity, ms, queues))
  return { queues, pools }
}

interface Tally {
  poolId: string
  queueId: string
  workloads: number
  started: number
  ended: number
  neverStarted: number
  preemptions: number
  waits: number[]
  delays: number[]
  lost: Record<string, number>
  /** In units times milliseconds. */
  held: Record<string, number>
}

function tallyOf(tallies: Map<string, Tally>, poolId: string, queueId: string): Tally {
  const key = `${poolId}\n${queueId}`
  let tally = tallies.get(key)
  if (tally === undefined) {
    const zeros = { workloads: 0, started: 0, ended: 0, neverStarted: 0, preemptions: 0 }
    tally = { poolId, queueId, ...zeros, waits: [], delays: [], lost: {}, held: {} }
    tallies.set(key, tally)
  }
  return tally
}

function sorted(tallies: Map<string, Tally>): Tally[] {
  return [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally)
}

function count(tally: Tally, { record }: Item, startAt: number, { from, until }: Span): void {
  const { startedAt, endedAt, submittedAt } = record
  if (submittedAt > until || (startedAt !== undefined && startedAt < from)) return
  if (endedAt !== undefined && endedAt < from) return
  const since = Math.max(submittedAt, startAt)
  tally.workloads += 1
  if (startedAt === undefined) {
    if (record.state === 'waiting') tally.neverStarted += 1
    return
  }
  tally.started += 1
  tally.waits.push(Math.max(0, startedAt - since))
  if (record.state !== 'ended') return
  const last = record.attempts.at(-1)!
  tally.ended += 1
  tally.delays.push(Math.max(0, endedAt! - since - (last.endAt! - last.startAt)))
}

/** Books what its attempts held, and what was lost with them. */
function hold(
  byQueue: Map<string, Tally>,
  byPool: Map<string, Tally>,
  item: Item,
  now: number,
  { from, until }: Span,
): void {
  const { queueId, attempts } = item.record
  for (const { poolId, startAt, endAt, end, nodeIds } of attempts) {
    const ms = Math.min(endAt ?? now, until) - Math.max(startAt, from)
    const isLost = (end === 'preempted' || end === 'displaced') && endAt! >= from && endAt! <= until
    if (ms <= 0 && !isLost) continue
    for (const tally of [tallyOf(byQueue, poolId, queueId), tallyOf(byPool, poolId, '')]) {
      if (isLost && end === 'preempted') tally.preemptions += 1
      for (const [name, amount] of Object.entries(item.upsert.requests)) {
        const all = amount * nodeIds.length
        if (ms > 0) tally.held[name] = (tally.held[name] ?? 0) + all * ms
        if (isLost) tally.lost[name] = (tally.lost[name] ?? 0) + all * (endAt! - startAt)
      }
    }
  }
}

function outcomeOf(tally: Tally, ms: number): Omit<QueueOutcome, 'queueId' | keyof ReturnType<typeof sharesOf>> {
  const { poolId, workloads, started, ended, waits, delays, neverStarted, preemptions, lost, held } = tally
  const allocated = Object.fromEntries(Object.entries(held).map(([name, sum]) => [name, ms === 0 ? 0 : sum / ms]))
  const spreads = { waits: spreadOf(waits), delays: spreadOf(delays) }
  return { poolId, workloads, started, ended, ...spreads, neverStarted, preemptions, lost, allocated }
}

/** Each look counts until the next one. */
function sharesOf(
  series: ShareSeries | undefined,
  queueId: string,
  { from, until }: Span,
): Pick<QueueOutcome, 'allocatedShare' | 'fairShare' | 'shareError' | 'owed'> {
  const sums = { allocatedShare: 0, fairShare: 0, shareError: 0, owed: 0 }
  const queue = series?.queues.find((one) => one.queueId === queueId)
  if (series === undefined || queue === undefined || until <= from) return sums
  const { at } = series
  let all = 0
  for (let look = 0; look < at.length; look++) {
    const ms = Math.min(at[look + 1] ?? until, until) - Math.max(at[look]!, from)
    if (ms <= 0) continue
    const allocated = queue.allocatedShare[look]!
    const fair = queue.fairShare[look]!
    all += ms
    sums.allocatedShare += allocated * ms
    sums.fairShare += fair * ms
    sums.shareError += Math.abs(allocated - fair) * ms
    sums.owed += Math.max(0, fair - allocated) * ms
  }
  if (all === 0) return sums
  const { allocatedShare, fairShare, shareError, owed } = sums
  return {
    allocatedShare: allocatedShare / all,
    fairShare: fairShare / all,
    shareError: shareError / all,
    owed: owed / all,
  }
}

function poolOutcome(tally: Tally, over: CapacityOverTime, ms: number, queues: readonly QueueOutcome[]): PoolOutcome {
  const sums = over.sums.get(tally.poolId) ?? {}
  const capacity: Record<string, number> = {}
  const utilisation: Record<string, number> = {}
  for (const [name, sum] of Object.entries(sums)) {
    capacity[name] = ms === 0 ? 0 : sum / ms
    utilisation[name] = sum === 0 ? 0 : (tally.held[name] ?? 0) / sum
  }
  const mine = queues.filter(({ poolId }) => poolId === tally.poolId)
  return {
    ...outcomeOf(tally, ms),
    resource: resourceOf(capacity),
    capacity,
    utilisation,
    shareError: mine.reduce((sum, { shareError }) => sum + shareError, 0),
    owed: mine.reduce((sum, { owed }) => sum + owed, 0),
  }
}
