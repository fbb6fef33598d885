import type { Delta, Plan } from '@fairlead/scheduler'
import { sql } from 'drizzle-orm'
import { inSystem, type Tx, type TxSource } from '../db/tx.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { assignWorkloads } from './internal/assign-workloads.ts'
import { preemptRuns } from './internal/preempt-runs.ts'
import { saveNominations } from './internal/save-nominations.ts'
import type { ClassKeys } from './engine-messages.ts'
import type { WriteRound } from './decision-log.ts'
import { requireLeadership } from './require-leadership.ts'

export interface RoundToCommit {
  plan: Plan
  planMicros: number
  /** What was planned for: work that asks for something else by now is left out. */
  classKeys: ClassKeys
  holder: string
  epoch: number
  nodeName: (nodeId: string) => string
  /** Writes the round down, for replays. */
  log?: WriteRound
}

export interface Committed {
  roundId: number
  /** What the engine must know of it. */
  deltas: Delta[]
  assigned: number
  preempted: number
  /** Workloads of decisions that no longer fitted the world: they have changed since, and the engine does not know it yet. */
  refused: string[]
}

/** Marks the news of a leader's own commits, which it need not read again. */
export function originOf(epoch: number): string {
  return `scheduler/${epoch}`
}

/**
 * Makes a round's decisions true: all in one transaction, together with what tells agents and watchers of them. Each is checked against the rows
 * as they are now; what no longer fits is left out. Throws LeadershipLost when the epoch is not ours any more.
 */
export async function commitPlan(source: TxSource, round: RoundToCommit): Promise<Committed> {
  // Across organizations: a round decides for all of them.
  return await inSystem(
    source,
    async (tx) => {
      await requireLeadership(tx, round.holder, round.epoch)
      const roundId = await logRound(tx, round)
      const assignments = round.plan.assignments.map((assignment) => ({
        ...assignment,
        runId: newId(),
        nodeNames: assignment.nodeIds.map(round.nodeName),
        classKey: round.classKeys[assignment.workloadId] ?? '',
      }))
      const assigned = await assignWorkloads(tx, roundId, assignments)
      const preempted = await preemptRuns(tx, roundId, round.plan.preemptions)
      const nominations = round.plan.nominations.map((one) => ({
        ...one,
        classKey: round.classKeys[one.workloadId] ?? '',
      }))
      await saveNominations(tx, roundId, nominations, round.plan.withdrawnNominations)
      await round.log?.(tx, roundId)
      const done = new Set(assigned)
      const deltas: Delta[] = [
        ...assignments
          .filter((assignment) => done.has(assignment.workloadId))
          .map(({ workloadId, runId, clusterId, nodeIds, poolId }): Delta => ({
            kind: 'run',
            workloadId,
            run: { id: runId, clusterId, nodeIds, poolId, stopping: false },
          })),
        ...preempted.map((run): Delta => ({
          kind: 'run',
          workloadId: run.workloadId,
          run: {
            id: run.runId,
            clusterId: run.clusterId,
            nodeIds: run.nodeIds,
            poolId: run.poolId,
            stopping: true,
            ...(run.startedAt === null ? {} : { startedAt: run.startedAt }),
          },
        })),
        ...round.plan.withdrawnNominations.map((workloadId): Delta => ({
          kind: 'nomination',
          workloadId,
          nomination: undefined,
        })),
        ...round.plan.nominations.map(({ workloadId, clusterId, nodeIds, poolId }): Delta => ({
          kind: 'nomination',
          workloadId,
          nomination: { clusterId, nodeIds, poolId },
        })),
      ]
      const stopped = new Set(preempted.map((run) => run.runId))
      const refused = [
        ...assignments.filter(({ workloadId }) => !done.has(workloadId)),
        ...round.plan.preemptions.filter(({ runId }) => !stopped.has(runId)),
      ].map(({ workloadId }) => workloadId)
      return { roundId, deltas, assigned: assigned.length, preempted: preempted.length, refused }
    },
    originOf(round.epoch),
  )
}

async function logRound(tx: Tx, round: RoundToCommit): Promise<number> {
  const [row] = await tx.q.execute<{ id: string }>(sql`
    insert into rounds (epoch, plan_micros, counts)
    values (${round.epoch}, ${round.planMicros}, ${JSON.stringify(round.plan.counts)}::jsonb)
    returning id::text`)
  return Number(must(row, 'an insert answers its row').id)
}
