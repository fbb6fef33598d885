import type { Delta, PoolOutcome, QueueOutcome, SimulationComparison } from '@fairlead/scheduler'
import type { WhatIfReport } from './schemas.ts'

/** A comparison in names. What has neither work before nor after is left out. */
export function viewReport(
  world: readonly Delta[],
  { queues, pools, gainers, losers }: SimulationComparison,
): Pick<WhatIfReport, 'projects' | 'pools' | 'gainers' | 'losers'> {
  const names = new Map(
    world.flatMap((delta) =>
      delta.kind === 'queue' || delta.kind === 'pool' ? [[delta.id, delta.name] as const] : [],
    ),
  )
  const named = (id: string) => ({ id, name: names.get(id) ?? id })
  return {
    projects: queues
      .filter(({ before, after }) => (before?.workloads ?? 0) + (after?.workloads ?? 0) > 0)
      .map(({ queueId, poolId, effect, waits, before, after }) => ({
        project: named(queueId),
        nodePool: named(poolId),
        effect,
        sooner: waits.sooner,
        later: waits.later,
        before: { ...side(before, waits.beforeMeanMs), ...shares(before) },
        after: { ...side(after, waits.afterMeanMs), ...shares(after) },
      })),
    pools: pools
      .filter(({ before, after }) => (before?.workloads ?? 0) + (after?.workloads ?? 0) > 0)
      .map(({ poolId, waits, before, after }) => {
        const resource = after?.resource ?? before?.resource ?? 'gpu'
        return {
          nodePool: named(poolId),
          resource,
          before: { ...side(before, waits.beforeMeanMs), ...use(before, resource) },
          after: { ...side(after, waits.afterMeanMs), ...use(after, resource) },
        }
      }),
    gainers: gainers.map((id) => named(id).name),
    losers: losers.map((id) => named(id).name),
  }
}

function side(outcome: QueueOutcome | PoolOutcome | undefined, waitMeanMs: number) {
  return {
    workloads: outcome?.workloads ?? 0,
    started: outcome?.started ?? 0,
    neverStarted: outcome?.neverStarted ?? 0,
    waitMeanMs,
    waitP50Ms: outcome?.waits.p50 ?? 0,
    waitP90Ms: outcome?.waits.p90 ?? 0,
    preemptions: outcome?.preemptions ?? 0,
  }
}

function shares(outcome: QueueOutcome | undefined) {
  return { share: outcome?.allocatedShare ?? 0, fairShare: outcome?.fairShare ?? 0 }
}

function use(outcome: PoolOutcome | undefined, resource: string) {
  return { utilisation: outcome?.utilisation[resource] ?? 0, capacity: { ...outcome?.capacity } }
}
