import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { projects } from '../db/schema/projects.ts'
import { findDepartment } from '../departments/find-department.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { projectView } from './internal/project-view.ts'
import { CreateProject, Project } from './schemas.ts'

export const createProject = action({
  name: 'project.create',
  summary: 'Create a project in a department',
  rest: { method: 'post', path: '/projects', status: 201 },
  allow: 'project:write',
  input: CreateProject,
  output: Project,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const department = await findDepartment(tx.q, input.department)
      ctx.access.require('project:write', { departmentId: department.id })
      const [row] = await tx.q
        .insert(projects)
        .values({
          id: newId(),
          organizationId: ctx.organizationId,
          departmentId: department.id,
          name: input.name,
          description: input.description,
          namespace: input.namespace ?? input.name,
          clusterRules: input.clusterRules ?? [],
          ...(input.lostAfter === undefined ? {} : { lostAfterSeconds: input.lostAfter }),
        })
        .onConflictDoNothing()
        .returning()
      if (!row) {
        throw new AppError('CONFLICT', `the name "${input.name}" or its namespace is taken by another project`, {
          hint: 'choose another name, or give another namespace',
        })
      }
      await recordAudit(
        tx,
        ctx,
        'project.create',
        { kind: 'project', id: row.id, name: row.name },
        { department: department.name, clusterRules: row.clusterRules },
      )
      await tx.changed('project', row.id)
      return projectView({ ...row, departmentName: department.name })
    }),
})
