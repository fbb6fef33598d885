import type postgres from 'postgres'

const NAME = 'scheduler'

/**
 * Takes or renews leadership. Every change of hands raises the epoch, which each commit checks, so a leader that slept through its lease can
 * write nothing. Answers the epoch while we lead, undefined while somebody else does. Times are the database's.
 */
export async function holdLease(
  sql: postgres.Sql,
  { id: holder, url }: { id: string; url: string },
  ttlMs: number,
): Promise<number | undefined> {
  const [row] = await sql<{ epoch: string; holder: string }[]>`
    insert into leases as l (name, holder, holder_url, epoch, expires_at)
    values (${NAME}, ${holder}, ${url}, 1, now() + ${ttlMs} * interval '1 millisecond')
    on conflict (name) do update
    set holder = excluded.holder, holder_url = excluded.holder_url, expires_at = excluded.expires_at,
        epoch = case when l.holder = excluded.holder and l.expires_at > now() then l.epoch else l.epoch + 1 end
    where l.holder = excluded.holder or l.expires_at < now()
    returning epoch::text, holder`
  return row?.holder === holder ? Number(row.epoch) : undefined
}

/** Notes that the leader has just looked at the whole queue, for people who wonder. */
export async function notePlanned(sql: postgres.Sql, holder: string, epoch: number): Promise<void> {
  await sql`update leases set planned_at = now() where name = ${NAME} and holder = ${holder} and epoch = ${epoch}`
}

/** Gives leadership up, so that the next replica need not wait for the lease to run out. */
export async function releaseLease(sql: postgres.Sql, holder: string): Promise<void> {
  await sql`update leases set expires_at = now() - interval '1 second' where name = ${NAME} and holder = ${holder}`
}
