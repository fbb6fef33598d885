import { expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { organizations } from './schema/organizations.ts'
import { departments } from './schema/departments.ts'
import { inOrganization } from './tx.ts'
import { newId } from '../lib/ids.ts'

const plane = useControlPlane()

interface TableRow extends Record<string, unknown> {
  name: string
  forced: boolean
  policies: string[] | null
  has_tenant: boolean
}

test('every table with a tenant has forced row-level security', async () => {
  const { sql } = plane.plane().app.database.system
  const tables = await sql<TableRow[]>`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
           (select array_agg(polname::text) from pg_policy where polrelid = c.oid) as policies,
           exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') as has_tenant
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition`
  expect(tables.length).toBeGreaterThan(20)
  const open = tables.filter((table) => (table.has_tenant || table.name === 'organizations') && !table.forced)
  expect(open.map((table) => table.name)).toEqual([])
  // A table without a tenant must be one of these, and out of reach of the application's role.
  const without = tables
    .filter((table) => !table.has_tenant && table.name !== 'organizations')
    .map((table) => table.name)
  expect(without.toSorted()).toEqual(['decision_log', 'leases', 'rounds', 'server_keys', 'usage_rollups'])
  for (const name of without) {
    const [row] = await sql<{ may: boolean }[]>`select has_table_privilege('fairlead_app', ${name}, 'select') as may`
    expect(row?.may).toBe(false)
  }
})

test('no connection of ours owns a table or may skip row-level security', async () => {
  const { database } = plane.plane().app
  for (const pool of [database.app, database.system]) {
    const [row] = await pool.sql<{ owner: boolean; bypass: boolean }[]>`
      select exists (select 1 from pg_class where relowner = r.oid) as owner, rolbypassrls or rolsuper as bypass
      from pg_roles r where rolname = current_user`
    expect(row).toEqual({ owner: false, bypass: false })
  }
})

test('one organization sees and changes nothing of another, whatever it asks for', async () => {
  const { app } = plane.plane()
  const other = newId()
  await app.database.system.db.insert(organizations).values({ id: other, name: 'other', displayName: 'Other' })
  const theirs = { id: newId(), organizationId: other, name: 'secret-department' }
  await app.database.system.db.insert(departments).values(theirs)
  await inOrganization(app, plane.organizationId(), async ({ q }) => {
    expect(await q.select().from(departments)).toEqual([])
    expect(await q.update(departments).set({ name: 'taken' }).returning()).toEqual([])
    expect(await q.delete(departments).returning()).toEqual([])
  })
  await expect(
    inOrganization(app, plane.organizationId(), async ({ q }) => {
      await q.insert(departments).values({ id: newId(), organizationId: other, name: 'planted' })
    }),
  ).rejects.toThrow()
})

test('without an organization, and after a transaction that had one, a connection sees nothing', async () => {
  const { app } = plane.plane()
  await app.database.system.db
    .insert(departments)
    .values({ id: newId(), organizationId: plane.organizationId(), name: 'mine' })
  await inOrganization(app, plane.organizationId(), async ({ q }) => {
    expect(await q.select().from(departments)).toHaveLength(1)
  })
  const connections = Array.from(
    { length: 20 },
    () => app.database.app.sql`select count(*)::int as count from departments`,
  )
  for (const rows of await Promise.all(connections)) expect(rows[0]?.['count']).toBe(0)
})

test('history cannot be rewritten by the application', async () => {
  const { app } = plane.plane()
  for (const table of ['audit_entries', 'workload_events']) {
    for (const right of ['update', 'delete', 'truncate']) {
      const [row] = await app.database.system.sql<{ may: boolean }[]>`
        select has_table_privilege('fairlead_app', ${table}, ${right}) as may`
      expect(row?.may).toBe(false)
    }
  }
})
