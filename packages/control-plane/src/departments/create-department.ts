import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { departments } from '../db/schema/departments.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { CreateDepartment, Department } from './schemas.ts'

export const createDepartment = action({
  name: 'department.create',
  summary: 'Create a department',
  rest: { method: 'post', path: '/departments', status: 201 },
  allow: 'department:write',
  input: CreateDepartment,
  output: Department,
  run: async (ctx, input) => {
    ctx.access.require('department:write')
    return await transaction(ctx, async (tx) => {
      const [row] = await tx.q
        .insert(departments)
        .values({ id: newId(), organizationId: ctx.organizationId, name: input.name })
        .onConflictDoNothing()
        .returning()
      if (!row) throw new AppError('CONFLICT', `there is a department "${input.name}" already`)
      await recordAudit(tx, ctx, 'department.create', { kind: 'department', id: row.id, name: row.name })
      await tx.changed('department', row.id)
      return { id: row.id, name: row.name, createdAt: row.createdAt.toISOString() }
    })
  },
})
