import type { Delta } from '../../delta.ts'
import { countText } from '../../explain/words.ts'
import { sortedIds } from '../../state/id-table.ts'
import type { Candidate, Inquiry } from '../inquiry.ts'

const AHEAD_MS_MAX = 7 * 86_400_000

/** Something that comes by itself: time that has to pass, or a run that ends then. */
interface Event {
  at: number
  workloadId?: string
}

/** What it may wait for: runs that end by their time limits or were told to stop, and times before which nothing may happen. */
export function waitForEnds(inquiry: Inquiry): Candidate[] {
  const { now, preemptionsLeft } = inquiry.inputs
  const candidates: Candidate[] = []
  if (preemptionsLeft?.[inquiry.workload.poolId] !== undefined) {
    candidates.push({
      code: 'WAIT',
      by: 'nobody',
      rank: 1,
      text: `wait until pool ${inquiry.pool?.name} may stop more runs`,
      changes: [{ kind: 'wait', until: now, workloadIds: [] }],
      deltas: [],
      isUnhurried: true,
    })
  }
  const events = eventsOf(inquiry)
  if (events.length === 0) return candidates
  const at = (rung: number): Candidate => {
    const past = events.slice(0, rung)
    const until = past[rung - 1]!.at
    const workloadIds = past.flatMap(({ workloadId }) => workloadId ?? [])
    const minutes = Math.max(1, Math.ceil((until - now) / 60_000))
    const ended = workloadIds.length === 0 ? '' : `: ${countText(workloadIds.length, 'run')} will have ended by then`
    return {
      code: 'WAIT',
      by: 'nobody',
      rank: 0,
      text: `wait ${countText(minutes, 'minute')} at most${ended}`,
      changes: [{ kind: 'wait', until, workloadIds }],
      deltas: workloadIds.map((id): Delta => ({ kind: 'remove', of: 'workload', id })),
      now: until,
      isUnhurried: true,
    }
  }
  return [...candidates, { ...at(1), ladder: { count: events.length, at } }]
}

function eventsOf({ state, inputs, workload, pool }: Inquiry): Event[] {
  const { workloads, classes } = state
  const { now } = inputs
  const events: Event[] = workload.avoid.map(({ until }) => ({ at: until }))
  if (pool?.maxWaitMs !== undefined) events.push({ at: workload.submittedAt + pool.maxWaitMs })
  for (const number of sortedIds(workloads.table)) {
    if (workloads.runCluster[number] === -1) continue
    if (classes.specs[workloads.class[number]!]!.poolId !== workload.poolId) continue
    const startedAt = workloads.startedAt[number]!
    const workloadId = workloads.table.ids[number]!
    if (workloads.stopping[number] === 1) events.push({ at: now, workloadId })
    else if (!Number.isNaN(startedAt)) {
      const endsAt = startedAt + workloads.timeLimitMs[number]!
      if (!Number.isNaN(endsAt)) events.push({ at: Math.max(now, endsAt), workloadId })
      const minRuntimeMs = pool?.minRuntimeMs ?? 0
      if (startedAt + minRuntimeMs > now) events.push({ at: startedAt + minRuntimeMs })
    }
  }
  return events
    .filter((event) => event.at <= now + AHEAD_MS_MAX && (event.workloadId !== undefined || event.at > now))
    .sort((a, b) => a.at - b.at)
}
