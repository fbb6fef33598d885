import type { Gate } from '../../explanation.ts'
import { countText, listText } from '../../explain/words.ts'
import { ofWorkload, type Candidate, type Inquiry } from '../inquiry.ts'

/** What people give to work, from least to most. */
const PRIORITIES = [25, 40, 65, 80, 90, 125, 150]

/** What the work may do to others, and others to it. */
export function changeRights(inquiry: Inquiry): Candidate[] {
  const { workload, failed } = inquiry
  const candidates: Candidate[] = []
  if (!workload.preemptible) {
    const set = { preemptible: true }
    const text = 'make it preemptible, so that it may use more than what is guaranteed'
    candidates.push(ofWorkload(inquiry, { code: 'MAKE_PREEMPTIBLE', rank: 10, text, set }))
  }
  const higher = PRIORITIES.filter((priority) => priority > workload.priority)
  const isAboutRoom = ['limit', 'capacity', 'gang', 'fair-share', 'priority'].some((gate) => failed.has(gate as Gate))
  if (higher.length > 0 && isAboutRoom) {
    const at = (rung: number): Candidate => {
      const priority = higher[rung - 1]!
      const text = `raise its priority from ${workload.priority} to ${priority}`
      return ofWorkload(inquiry, { code: 'RAISE_PRIORITY', rank: 25, text, set: { priority } })
    }
    candidates.push({ ...at(1), ladder: { count: higher.length, at } })
  }
  return [...candidates, ...moveFirst(inquiry), ...timeLimits(inquiry), ...tolerations(inquiry)]
}

/** In front of what waits in its queue with the same priority, for those who may order the line. */
function moveFirst(inquiry: Inquiry): Candidate[] {
  const { state, workload } = inquiry
  const { workloads, classes } = state
  let ahead = 0
  let first = workload.submittedAt
  for (let number = 0; number < workloads.table.size; number++) {
    if (workloads.table.known[number] === 0 || workloads.runCluster[number] !== -1) continue
    const { queueId, poolId, priority } = classes.specs[workloads.class[number]!]!
    if (queueId !== workload.queueId || poolId !== workload.poolId || priority !== workload.priority) continue
    if (workloads.submittedAt[number]! >= workload.submittedAt) continue
    ahead++
    first = Math.min(first, workloads.submittedAt[number]!)
  }
  if (ahead === 0) return []
  const text = `move it in front of the ${ahead === 1 ? 'workload that waits' : `${ahead} workloads that wait`} before it`
  const moved = ofWorkload(inquiry, { code: 'MOVE_FIRST', rank: 44, text, set: { submittedAt: first - 1 } })
  return [{ ...moved, by: 'admin' }]
}

/** Shorter time limits: work that ends in time may use room that is kept for others. */
function timeLimits(inquiry: Inquiry): Candidate[] {
  const { workload, policy, failed } = inquiry
  const shorter = MINUTES.filter((minutes) => minutes * 60_000 < (workload.timeLimitMs ?? Infinity))
  const isKept = (policy.reservationHorizonMs ?? 0) > 0 && !failed.has('limit') && !failed.has('quota')
  if (!isKept || shorter.length === 0) return []
  const at = (rung: number): Candidate => {
    const minutes = shorter[rung - 1]!
    const text = `give it a time limit of ${countText(minutes, 'minute')}, so that it ends before the room is needed`
    return ofWorkload(inquiry, { code: 'LIMIT_TIME', rank: 13, text, set: { timeLimitMs: minutes * 60_000 } })
  }
  return [{ ...at(1), ladder: { count: shorter.length, at } }]
}

/** Time limits that people give, from long to short. */
const MINUTES = [240, 120, 60, 30, 15, 10, 5]

const TAINT_SETS_MAX = 4

/** Tolerating what keeps it away from most nodes; first the taints of most nodes. */
function tolerations(inquiry: Inquiry): Candidate[] {
  const { state, workload } = inquiry
  const counts = new Map<number, number>()
  for (let node = 0; node < state.nodes.table.size; node++) {
    if (state.nodes.upserts[node]?.poolId !== workload.poolId) continue
    const taintSet = state.nodes.taintSet[node]!
    if (taintSet !== 0) counts.set(taintSet, (counts.get(taintSet) ?? 0) + 1)
  }
  const tried = new Set<string>()
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .flatMap(([taintSet]) => {
      const hard = state.nodes.taintSets[taintSet]!.filter(({ effect }) => effect !== 'PreferNoSchedule')
      const added = hard
        .filter(
          (taint) =>
            !workload.tolerations.some(
              ({ key, operator, value, effect }) =>
                (key === '' || key === taint.key) &&
                (operator === 'Exists' || value === taint.value) &&
                (effect === undefined || effect === taint.effect),
            ),
        )
        .map(({ key, value, effect }) => ({ key, operator: 'Equal' as const, value, effect }))
      const names = listText(
        added.map(({ key, value, effect }) => `${key}${value === '' ? '' : `=${value}`}:${effect}`),
      )
      if (added.length === 0 || tried.has(names)) return []
      tried.add(names)
      const set = { tolerations: [...workload.tolerations, ...added] }
      return [ofWorkload(inquiry, { code: 'TOLERATE_TAINT', rank: 12, text: `tolerate the taint ${names}`, set })]
    })
    .slice(0, TAINT_SETS_MAX)
}
