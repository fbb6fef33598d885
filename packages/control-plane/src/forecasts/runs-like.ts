import { sizeClassOf } from '@fairlead/scheduler'
import { sql } from 'drizzle-orm'
import type { DrizzleTx } from '../db/connect.ts'

/** Newer says more, and enough is enough. */
const RUNS_MAX = 500
const DAYS = 14

export interface RunsLike {
  /** How long they took, in milliseconds. */
  runtimesMs: number[]
  /** The newest of them. */
  newestId: string | undefined
}

interface Asked {
  projectId: string
  requests: Record<string, number>
  replicas: number
}

/** Runs of the same project and size that came to their own end in the last two weeks. */
export async function runsLike(q: DrizzleTx, { projectId, ...size }: Asked, now: number): Promise<RunsLike> {
  const rows = await q.execute<{ id: string; requests: Record<string, number>; replicas: number; ms: number }>(sql`
    select id::text, requests, replicas, (extract(epoch from finished_at - started_at) * 1000)::float8 as ms from runs
    where project_id = ${projectId} and phase in ('SUCCEEDED', 'FAILED') and reason is distinct from 'CLUSTER_LOST'
      and started_at is not null and finished_at > ${new Date(now - DAYS * 86_400_000).toISOString()}::timestamptz
    order by finished_at desc limit ${RUNS_MAX}`)
  const sizeClass = sizeClassOf(size)
  const alike = rows.filter((row) => sizeClassOf(row) === sizeClass)
  return { runtimesMs: alike.map(({ ms }) => Math.max(0, ms)), newestId: alike[0]?.id }
}
