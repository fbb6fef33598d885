import type { Database } from '../db/connect.ts'
import { sha256 } from '../lib/ids.ts'
import { inNetworks } from './in-networks.ts'
import { Access, type Binding } from './access.ts'
import { bindingsOf } from './internal/bindings-of.ts'

/** Who a secret belongs to, and what they may do with it. */
export interface Identity {
  user: { id: string; email: string; name: string }
  organization: { id: string; name: string; displayName: string }
  access: Access
  credential: { via: 'session' | 'token'; id: string; allowedCidrs: readonly string[] | null }
}

interface Row {
  credential_id: string
  permissions: string[] | null
  allowed_cidrs: string[] | null
  user_id: string
  email: string
  name: string
  organization_id: string
  organization_name: string
  display_name: string
  bindings: Binding[] | null
}

/** Answers undefined for a secret that is unknown, expired or revoked, and for a user or organization that is switched off. */
export async function authenticate(
  database: Database,
  secret: string,
  ip: string | null,
): Promise<Identity | undefined> {
  const { sql } = database.system
  const via = secret.startsWith('flt_') ? 'token' : 'session'
  const hash = sha256(secret)
  // One statement, across organizations: the secret is what says which one it is.
  const [row] = await sql<Row[]>`
    select k.id as credential_id, k.permissions, k.allowed_cidrs, u.id as user_id, u.email, u.name, o.id as organization_id,
           o.name as organization_name, o.display_name,
           ${bindingsOf(sql)} as bindings
    from ${
      via === 'token'
        ? sql`(select id, user_id, permissions, allowed_cidrs from api_tokens
               where secret_sha256 = ${hash} and revoked_at is null and expires_at > now()) k`
        : sql`(select id, user_id, null::jsonb as permissions, null::jsonb as allowed_cidrs from user_sessions
               where secret_sha256 = ${hash} and revoked_at is null and expires_at > now()) k`
    }
    join users u on u.id = k.user_id and u.disabled_at is null
    join organizations o on o.id = u.organization_id and o.suspended_at is null`
  if (!row) return undefined
  if (via === 'token' && (row.allowed_cidrs === null || inNetworks(ip, row.allowed_cidrs))) {
    await sql`update api_tokens set last_used_at = now(), last_used_ip = ${ip}
              where id = ${row.credential_id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`
  }
  return {
    user: { id: row.user_id, email: row.email, name: row.name },
    organization: { id: row.organization_id, name: row.organization_name, displayName: row.display_name },
    access: new Access(row.bindings ?? [], row.permissions),
    credential: { via, id: row.credential_id, allowedCidrs: row.allowed_cidrs },
  }
}
