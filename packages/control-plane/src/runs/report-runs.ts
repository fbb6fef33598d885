import { isFinalRunPhase, type RunPhase, type RunStatus } from '@fairlead/protocol'
import { inArray, sql } from 'drizzle-orm'
import { writeDesired } from '../agent-link/write-desired.ts'
import { runs } from '../db/schema/runs.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { workloads } from '../db/schema/workloads.ts'
import type { Tx } from '../db/tx.ts'
import { must } from '../lib/invariant.ts'
import { recordEvents, type TimelineEntry } from '../workloads/record-event.ts'
import { judgeReport, type RunChange } from './internal/judge-report.ts'
import { saveRunChanges } from './internal/save-run-changes.ts'

export interface RunReport {
  organizationId: string
  clusterId: string
  bootId: string
  /** Ours, milliseconds: ages in the items are counted back from it. */
  now: number
  items: readonly ReportedRun[]
}

/** `isHopeless`: the cluster will decline it again, so it is left alone for longer. */
export type ReportedRun = RunStatus & { isHopeless?: boolean }

/**
 * Takes what an agent saw of its runs. One transaction and a handful of statements, however many items: reports are the busiest write of the
 * control plane. A report that is old, of an old generation, or about a run that has ended changes nothing but the timeline.
 */
export async function reportRuns(tx: Tx, report: RunReport): Promise<void> {
  const newest = new Map(report.items.toSorted((a, b) => a.seq - b.seq).map((item) => [item.key, item]))
  if (newest.size === 0) return
  const rows = await tx.q
    .select({ run: runs, workload: workloads, spec: workloadSpecs.spec })
    .from(runs)
    .innerJoin(workloads, sql`${workloads.id} = ${runs.workloadId}`)
    .innerJoin(workloadSpecs, sql`${workloadSpecs.workloadId} = ${workloads.id}`)
    .where(sql`${runs.clusterId} = ${report.clusterId} and ${inArray(runs.id, [...newest.keys()])}`)
    .orderBy(workloads.id)
    .for('update', { of: [workloads, runs] })

  const changes: RunChange[] = []
  const events: TimelineEntry[] = []
  for (const { run, workload, spec } of rows) {
    const status = must(newest.get(run.id), 'only runs of the report were read')
    const verdict = judgeReport({ run, workload, retry: spec.retry, status, bootId: report.bootId, now: report.now })
    if (verdict.change) changes.push(verdict.change)
    events.push(...verdict.events)
  }
  await saveRunChanges(tx, changes, report.bootId)
  await recordEvents(tx, events)
  const ended = changes.filter((change) => isFinalRunPhase(change.run.phase as RunPhase))
  await writeDesired(
    tx,
    ended.map((change) => ({
      organizationId: report.organizationId,
      clusterId: report.clusterId,
      kind: 'run',
      key: change.run.id,
      generation: change.run.generation,
      body: undefined,
    })),
  )
  const told = changes.filter((change) => change.isNews)
  await tx.changed('workload', [...new Set(told.map((change) => change.workloadId))], report.organizationId)
}
