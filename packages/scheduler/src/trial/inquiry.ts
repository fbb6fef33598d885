import type { Delta, PoolUpsert, QueueUpsert, WorkloadUpsert } from '../delta.ts'
import type { Gate } from '../explanation.ts'
import { planRound } from '../plan-round.ts'
import type { Plan } from '../plan.ts'
import type { Policy, RoundInputs } from '../policy.ts'
import type { SchedulerState } from '../state/state.ts'
import type { Change, SuggestionActor, SuggestionCode, WorkloadChange } from './suggestion.ts'
import { readTrial, type Trial } from './trial.ts'
import { withDeltas } from './with-deltas.ts'

/** Something that may help, not tried yet. */
export interface Candidate {
  code: SuggestionCode
  by: SuggestionActor
  /** Smaller is less intrusive. */
  rank: number
  /** "raise the limit of project a from 4 to 6 GPUs". */
  text: string
  changes: Change[]
  /** What it means beside the workload itself. */
  deltas: Delta[]
  set?: WorkloadChange
  /** The time at which it is tried, and rates that hold no more then. */
  now?: number
  isUnhurried?: boolean
  /** More of the same: rungs 1 to `count`, from little to much; where one helps, those above help too. */
  ladder?: { count: number; at: (rung: number) => Candidate }
}

/** One waiting workload, and all that is asked for to find out what would help it. */
export interface Inquiry {
  state: SchedulerState
  policy: Policy
  inputs: RoundInputs
  /** As it stands, in a class of its own, with what was tried before it. */
  workload: WorkloadUpsert
  pool: PoolUpsert | undefined
  /** Its queue first, then upward; empty when it is unknown. */
  path: QueueUpsert[]
  /** Pools that may be proposed. */
  poolIds: readonly string[]
  plan: Plan
  trial: Trial
  failed: ReadonlySet<Gate>
  trialsLeft: { count: number }
}

export type Family = (inquiry: Inquiry) => Candidate[]

/** Looks at `workload`, which must be in the state, as it would fare in a round. */
export function openInquiry(
  from: Pick<Inquiry, 'state' | 'policy' | 'inputs' | 'workload' | 'poolIds' | 'trialsLeft'>,
): Inquiry {
  const { state, workload } = from
  const plan = planOf(from)
  const trial = readTrial(state, plan, workload)
  const gates = trial.explanation?.gates ?? []
  return {
    ...from,
    plan,
    trial,
    pool: find(state.pools, workload.poolId),
    path: pathOf(state, workload.queueId),
    failed: new Set(gates.filter((gate) => gate.state === 'fail').map(({ gate }) => gate)),
  }
}

/** What a round would do with the workload after the candidate; undefined when there were too many trials. */
export function tryCandidate<T>(inquiry: Inquiry, candidate: Candidate, look: (tried: Inquiry) => T): T | undefined {
  if (inquiry.trialsLeft.count <= 0) return undefined
  inquiry.trialsLeft.count--
  const { state } = inquiry
  const workload = changed(inquiry.workload, candidate.set)
  const { preemptionsLeft, ...rest } = inquiry.inputs
  const inputs: RoundInputs = {
    ...rest,
    now: candidate.now ?? rest.now,
    ...(preemptionsLeft === undefined || candidate.isUnhurried === true ? {} : { preemptionsLeft }),
  }
  return withDeltas(state, [...candidate.deltas, workload], () => look(openInquiry({ ...inquiry, workload, inputs })))
}

export function helps(inquiry: Inquiry, candidate: Candidate): boolean {
  return tryCandidate(inquiry, candidate, ({ trial }) => trial.outcome !== 'WAITS') === true
}

/** The workload with other fields. */
export function changed(workload: WorkloadUpsert, set: WorkloadChange = {}): WorkloadUpsert {
  const next: Record<string, unknown> = { ...workload }
  for (const [field, value] of Object.entries(set)) {
    if (value === null) delete next[field]
    else next[field] = value
  }
  return next as unknown as WorkloadUpsert
}

function planOf({ state, policy, inputs, workload }: Pick<Inquiry, 'state' | 'policy' | 'inputs' | 'workload'>): Plan {
  return planRound(state, { ...policy, explain: true }, { ...inputs, explainOnly: workload.classKey })
}

function pathOf(state: SchedulerState, queueId: string): QueueUpsert[] {
  const path: QueueUpsert[] = []
  for (let queue = find(state.queues, queueId); queue !== undefined; queue = find(state.queues, queue.parentId)) {
    if (path.includes(queue)) break
    path.push(queue)
  }
  return path
}

/** The known object of an id. */
export function find<T>(
  objects: { table: SchedulerState['pools']['table']; upserts: readonly (T | undefined)[] },
  id: string | undefined,
): T | undefined {
  const number = id === undefined ? undefined : objects.table.index.get(id)
  return number === undefined ? undefined : objects.upserts[number]
}

/** A candidate that changes the workload alone. */
export function ofWorkload(
  { workload }: Inquiry,
  candidate: Omit<Candidate, 'by' | 'changes' | 'deltas'> & { set: WorkloadChange },
): Candidate {
  return {
    ...candidate,
    by: 'owner',
    changes: [{ kind: 'workload', workloadId: workload.id, set: candidate.set }],
    deltas: [],
  }
}
