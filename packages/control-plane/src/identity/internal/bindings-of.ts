import type postgres from 'postgres'

/** Roles of the user `u` that are in force, as `Binding`s in JSON: a piece of a statement. Null when there is none. */
export function bindingsOf(sql: postgres.Sql) {
  return sql`(select jsonb_agg(jsonb_build_object('role', b.role, 'scopeKind', b.scope_kind, 'scopeId', b.scope_id,
                                                  'expiresAt', b.expires_at))
              from role_bindings b where b.user_id = u.id and (b.expires_at is null or b.expires_at > now()))`
}
