import { sizeClassOf, type ArrivalHistory, type ForecastOutcome, type PastRun } from '@fairlead/scheduler'
import type postgres from 'postgres'
import { readWorkloads } from '../scheduling/read-world/read-workloads.ts'

/** Newer says more, and enough is enough. */
const RUNS_MAX = 20_000
const RUNS_DAYS = 14
const ARRIVALS_MAX = 20_000
const ARRIVALS_DAYS = 7
const OUTCOMES_MAX = 2_000
const OUTCOMES_DAYS = 30
/** Cut off or sent away: it would have run longer. */
const COMPLETE = new Set(['SUCCEEDED', 'FAILED'])

/** How long runs took lately, across organizations: queues tell them apart. */
export async function readPastRuns(sql: postgres.Sql, now: number): Promise<PastRun[]> {
  const rows = await sql<
    {
      project_id: string
      requests: string
      replicas: number
      at: number
      ms: number
      phase: string
      reason: string | null
    }[]
  >`
    select project_id, requests::text, replicas, phase, reason, (extract(epoch from started_at) * 1000)::float8 as at,
           (extract(epoch from coalesce(finished_at, ${iso(now)}::timestamptz) - started_at) * 1000)::float8 as ms
    from runs where started_at > ${iso(now - RUNS_DAYS * 86_400_000)}::timestamptz
    order by started_at desc limit ${RUNS_MAX}`
  return rows.map(({ project_id: queueId, requests, replicas, at, ms, phase, reason }) => ({
    queueId,
    sizeClass: sizeClassOf({ requests: JSON.parse(requests) as Record<string, number>, replicas }),
    startedAt: Math.round(at),
    runtimeMs: Math.max(0, Math.round(ms)),
    isComplete: COMPLETE.has(phase) && reason !== 'CLUSTER_LOST',
  }))
}

/** What was submitted lately, as the engine would be told of it. */
export async function readArrivals(sql: postgres.Sql, now: number): Promise<ArrivalHistory> {
  const rows = await sql<{ id: string; at: number }[]>`
    select id, (extract(epoch from submitted_at) * 1000)::float8 as at from workloads
    where submitted_at > ${iso(now - ARRIVALS_DAYS * 86_400_000)}::timestamptz
    order by submitted_at desc limit ${ARRIVALS_MAX}`
  const arrivals: { at: number; workload: Awaited<ReturnType<typeof readWorkloads>>[number]['delta'] }[] = []
  for (let from = 0; from < rows.length; from += 5_000) {
    const ids = rows.slice(from, from + 5_000).map(({ id }) => id)
    for (const { delta } of await readWorkloads(sql, { ids, labelled: new Set(), isAny: true })) {
      const { run: _run, nomination: _nomination, ...workload } = delta
      arrivals.push({ at: workload.submittedAt, workload })
    }
  }
  arrivals.sort((a, b) => a.at - b.at || (a.workload.id < b.workload.id ? -1 : 1))
  // A history that has just begun counts with the quiet before it: a busy minute is no measure of a week.
  const isCut = rows.length === ARRIVALS_MAX
  return { from: (isCut ? arrivals[0]?.at : undefined) ?? now - ARRIVALS_DAYS * 86_400_000, until: now, arrivals }
}

/** What first forecasts said, and what became of them. */
export async function readOutcomes(sql: postgres.Sql, now: number): Promise<ForecastOutcome[]> {
  const rows = await sql<
    {
      made: number
      raw50: number | null
      raw90: number | null
      started: number | null
      seen: number
      requests: string
      replicas: number
    }[]
  >`
    select (extract(epoch from f.first_made_at) * 1000)::float8 as made, (extract(epoch from f.raw_p50) * 1000)::float8 as raw50,
           (extract(epoch from f.raw_p90) * 1000)::float8 as raw90, (extract(epoch from f.started_at) * 1000)::float8 as started,
           (extract(epoch from coalesce(w.finished_at, ${iso(now)}::timestamptz)) * 1000)::float8 as seen, w.requests::text, w.replicas
    from forecasts f join workloads w on w.id = f.workload_id
    where f.first_made_at > ${iso(now - OUTCOMES_DAYS * 86_400_000)}::timestamptz
    order by f.first_made_at desc limit ${OUTCOMES_MAX}`
  return rows.map(({ made, raw50, raw90, started, seen, requests, replicas }) => ({
    forecast: {
      madeAt: made,
      sizeClass: sizeClassOf({ requests: JSON.parse(requests) as Record<string, number>, replicas }),
      startsNow: raw50 === made,
      drawn: { ...(raw50 === null ? {} : { p50At: raw50 }), ...(raw90 === null ? {} : { p90At: raw90 }) },
    },
    ...(started === null ? {} : { startedAt: started }),
    seenUntil: seen,
  }))
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
