import { sql, type SQL } from 'drizzle-orm'

/** Seconds that run `r` was held between two moments, from its assignment to its end; what goes on is held until `b`. */
export function secondsHeld(a: SQL, b: SQL): SQL {
  return sql`extract(epoch from least(coalesce(r.finished_at, ${b}), ${b}) - greatest(r.assigned_at, ${a}))::float8`
}

/** True for a run `r` that was held at some time between two moments. */
export function isHeld(a: SQL, b: SQL): SQL {
  return sql`r.assigned_at < ${b} and (r.finished_at is null or r.finished_at > ${a})`
}

/** Whole devices of all replicas of run `r`. */
export const gpusHeld = sql`coalesce((r.requests->>'gpu')::float8, 0) / 1000 * r.replicas`

/** Which models the nodes with these ids have, and which part of them; a node that is gone has the model that it had. */
export function modelsOf(nodeIds: SQL): SQL {
  return sql`
    select coalesce(n.gpu->>'model', '') as model, count(*)::float8 / jsonb_array_length(${nodeIds}) as part
    from jsonb_array_elements_text(${nodeIds}) i left join nodes n on n.id = i::uuid group by 1`
}
