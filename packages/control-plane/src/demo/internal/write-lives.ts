import { writeDesired, type DesiredWrite } from '../../agent-link/write-desired.ts'
import { auditEntries } from '../../db/schema/audit-entries.ts'
import { runs } from '../../db/schema/runs.ts'
import { workloadEvents } from '../../db/schema/workload-events.ts'
import { workloadSpecs } from '../../db/schema/workload-specs.ts'
import { workloads } from '../../db/schema/workloads.ts'
import type { Tx } from '../../db/tx.ts'
import { runBody } from '../../scheduling/run-body.ts'
import { demoId } from './demo-id.ts'
import { inChunks } from './in-chunks.ts'
import type { ToldLife, ToldRun } from './tell-lives.ts'

/** By which a simulated agent knows when a run that it takes over began. */
export const STARTED_ANNOTATION = 'fairlead.dev/simulated-started-at'

/** Writes workloads with their runs, timelines and audit entries, and what clusters are to run from now on. */
export async function writeLives(
  tx: Tx,
  lives: readonly ToldLife[],
  { organizationId, roundIds }: { organizationId: string; roundIds: readonly number[] },
): Promise<void> {
  const time = (at: number | null) => (at === null ? null : new Date(at))
  const owned = { organizationId }
  const rows = lives.map(({ work, state }) => ({
    ...work.row,
    ...state,
    submittedAt: new Date(work.arrival.at),
    queuedAt: new Date(work.arrival.at),
    phaseSince: new Date(state.phaseSince),
    firstStartedAt: time(state.firstStartedAt),
    finishedAt: time(state.finishedAt),
  }))
  await inChunks(rows, (chunk) => tx.q.insert(workloads).values(chunk))
  const specs = lives.map(({ work }) => ({ ...owned, workloadId: work.row.id, spec: work.spec }))
  await inChunks(specs, (chunk) => tx.q.insert(workloadSpecs).values(chunk))
  const all = lives.flatMap((life) => life.runs)
  const runRows = all.map(({ round, usage: _usage, ...run }) => ({
    ...run,
    ...owned,
    replicas: run.nodeIds.length,
    roundId: roundIds[round] ?? null,
    assignedAt: new Date(run.assignedAt),
    startedAt: time(run.startedAt),
    finishedAt: time(run.finishedAt),
    stopRequestedAt: time(run.stopRequestedAt),
    observedAt: time(run.finishedAt ?? run.startedAt),
    statusBootId: 'demo',
    statusSeq: 0,
  }))
  await inChunks(runRows, (chunk) => tx.q.insert(runs).values(chunk))
  const events = lives
    .flatMap((life) => life.events)
    .toSorted((a, b) => a.at - b.at)
    .map(({ round, data, ...event }) => ({
      ...event,
      ...owned,
      at: new Date(event.at),
      data: round === undefined ? data : { round: roundIds[round], ...data },
    }))
  await inChunks(events, (chunk) => tx.q.insert(workloadEvents).values(chunk))
  await inChunks(auditsOf(lives, organizationId), (chunk) => tx.q.insert(auditEntries).values(chunk))
  await writeDesired(
    tx,
    lives.flatMap((life) => desiredOf(life, organizationId)),
  )
  await tx.changed(
    'workload',
    lives.flatMap(({ work, state }) => (state.finishedAt === null ? work.row.id : [])),
  )
}

/** Who submitted and who cancelled, in order of time. */
function auditsOf(lives: readonly ToldLife[], organizationId: string) {
  const entries = lives.flatMap(({ work, state, events }) => {
    const { row, person, projectName, spec } = work
    const entry = (at: number, action: string, data: Record<string, unknown>) => ({
      organizationId,
      at: new Date(at),
      actorKind: 'user' as const,
      actorId: person.id,
      actorName: person.name,
      action,
      objectKind: 'workload',
      objectId: row.id,
      objectName: row.name,
      origin: 'api' as const,
      requestId: demoId(at, action, row.id),
      data,
    })
    const submitted = entry(work.arrival.at, 'workload.submit', {
      project: projectName,
      replicas: spec.replicas,
      resources: spec.resources,
    })
    const cancelled = state.intent === 'cancel' ? events.at(-1) : undefined
    return cancelled ? [submitted, entry(cancelled.at, 'workload.cancel', {})] : [submitted]
  })
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

/** What its cluster is to run, where it holds room. */
function desiredOf({ work, runs: mine }: ToldLife, organizationId: string): DesiredWrite[] {
  const run = mine.at(-1)
  if (!run || run.finishedAt !== null) return []
  const { row, projectName, namespace, spec } = work
  const body = runBody(
    {
      id: row.id,
      name: row.name,
      kind: row.kind,
      project_id: row.projectId,
      project_name: projectName,
      namespace,
      generation: run.generation,
      spec: { ...spec, annotations: { ...spec.annotations, ...beganAt(run) } },
    },
    run.nodeNames,
  )
  const stop = { reason: 'PREEMPTED' as const, message: run.message ?? 'preempted' }
  return [
    {
      organizationId,
      clusterId: run.clusterId,
      kind: 'run',
      key: run.id,
      generation: run.generation,
      body: run.stopRequestedAt === null ? body : { ...body, state: 'stopped', stop },
    },
  ]
}

function beganAt({ startedAt }: ToldRun): Record<string, string> {
  return startedAt === null ? {} : { [STARTED_ANNOTATION]: new Date(startedAt).toISOString() }
}
