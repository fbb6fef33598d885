import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { projects } from '../db/schema/projects.ts'
import { must } from '../lib/invariant.ts'
import { findProject } from './find-project.ts'
import { projectView } from './internal/project-view.ts'
import { Project, UpdateProject } from './schemas.ts'

export const updateProject = action({
  name: 'project.update',
  summary: 'Change a project',
  rest: { method: 'patch', path: '/projects/{project}' },
  allow: 'project:write',
  input: UpdateProject,
  output: Project,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const before = await findProject(ctx, tx.q, input.project, 'project:write')
      const [row] = await tx.q
        .update(projects)
        .set({
          description: input.description ?? before.description,
          lostAfterSeconds: input.lostAfter ?? before.lostAfterSeconds,
        })
        .where(eq(projects.id, before.id))
        .returning()
      const after = must(row, 'the project was found in this transaction')
      await recordAudit(
        tx,
        ctx,
        'project.update',
        { kind: 'project', id: after.id, name: after.name },
        {
          before: { description: before.description, lostAfterSeconds: before.lostAfterSeconds },
          after: { description: after.description, lostAfterSeconds: after.lostAfterSeconds },
        },
      )
      await tx.changed('project', after.id)
      return projectView({ ...after, departmentName: before.departmentName })
    }),
})
