import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { departments } from '../db/schema/departments.ts'
import { projects } from '../db/schema/projects.ts'
import { quotas } from '../db/schema/quotas.ts'
import { AppError } from '../lib/app-error.ts'
import { findDepartment } from './find-department.ts'
import { Department, DepartmentRef } from './schemas.ts'

export const deleteDepartment = action({
  name: 'department.delete',
  summary: 'Delete a department that has no projects',
  rest: { method: 'delete', path: '/departments/{department}' },
  allow: 'department:write',
  input: DepartmentRef,
  output: Department,
  run: async (ctx, input) => {
    ctx.access.require('department:write')
    return await transaction(ctx, async (tx) => {
      const row = await findDepartment(tx.q, input.department)
      const inside = await tx.q.select({ name: projects.name }).from(projects).where(eq(projects.departmentId, row.id))
      if (inside.length > 0) {
        throw new AppError(
          'CONFLICT',
          `the department "${row.name}" still has ${inside.length} project(s): ${inside[0]?.name}`,
          {
            hint: 'its projects keep the history of their work, so a department with projects stays',
          },
        )
      }
      await tx.q.delete(quotas).where(eq(quotas.queueId, row.id))
      await tx.q.delete(departments).where(eq(departments.id, row.id))
      await recordAudit(tx, ctx, 'department.delete', { kind: 'department', id: row.id, name: row.name })
      await tx.changed('department', row.id)
      return { id: row.id, name: row.name, createdAt: row.createdAt.toISOString() }
    })
  },
})
