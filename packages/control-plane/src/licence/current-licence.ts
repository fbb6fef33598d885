import type { App } from '../app/app.ts'
import { judgeLicence } from './judge-licence.ts'
import { readLicence } from './read-licence.ts'
import type { LicenceStatus } from './schemas.ts'

/**
 * The licence as it is now: the file is read each time, so that a renewal needs no restart. Counts across organizations, because a licence is for the
 * installation. The time is the latest that this database has ever written down, so that a clock set back renews nothing.
 */
export async function currentLicence(app: App): Promise<LicenceStatus> {
  const { licenceFile, licenceKeysFile } = app.config
  const read = await readLicence({ licence: licenceFile, keys: licenceKeysFile })
  const [row] = await app.database.system.sql<{ clusters: number; gpus: number; users: number; highest: number }[]>`
    select (select count(*)::int from clusters where state <> 'revoked') as clusters,
           (select count(*)::int from users) as users,
           (select coalesce(sum((n.allocatable->>'gpu')::bigint) / 1000, 0)::int from nodes n
            where exists (select 1 from agent_sessions s where s.cluster_id = n.cluster_id and s.lease_until > now())) as gpus,
           extract(epoch from greatest(now(), (select max(at) from audit_entries), (select max(at) from rounds)))::float8 as highest`
  const { clusters = 0, gpus = 0, users = 0, highest = 0 } = row ?? {}
  return judgeLicence(read, { clusters, gpus, users }, Math.max(highest * 1000, app.clock.now()))
}
