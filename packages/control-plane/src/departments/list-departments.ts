import { asc } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { departments } from '../db/schema/departments.ts'
import { Department } from './schemas.ts'

export const listDepartments = action({
  name: 'department.list',
  summary: 'Departments',
  rest: { method: 'get', path: '/departments' },
  allow: 'department:read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(Department) }),
  run: (ctx) =>
    transaction(ctx, async ({ q }) => {
      const rows = await q.select().from(departments).orderBy(asc(departments.name)).limit(10_000)
      const seen = rows.filter((row) => ctx.access.can('department:read', { departmentId: row.id }))
      return { items: seen.map(({ id, name, createdAt }) => ({ id, name, createdAt: createdAt.toISOString() })) }
    }),
})
