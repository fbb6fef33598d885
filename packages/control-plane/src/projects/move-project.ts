import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { rehearse } from '../app/rehearse.ts'
import { recordAudit } from '../audit/record.ts'
import { projects } from '../db/schema/projects.ts'
import { findDepartment } from '../departments/find-department.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { checkQuotas } from '../quotas/check-quotas.ts'
import { findProject } from './find-project.ts'
import { consequencesOfMove } from './internal/consequences-of-move.ts'
import { projectView } from './internal/project-view.ts'
import { MovedProject, MoveProject } from './schemas.ts'

export const moveProject = action({
  name: 'project.move',
  summary: 'Move a project to another department: its work goes on, and shares what that department has from then on',
  rest: { method: 'post', path: '/projects/{project}/move' },
  allow: 'project:write',
  input: MoveProject,
  output: MovedProject,
  run: (ctx, input) =>
    rehearse(ctx, input.dryRun === true, async (tx) => {
      const project = await findProject(ctx, tx.q, input.project, 'project:write')
      const to = await findDepartment(tx.q, input.department)
      // Whoever moves it takes it from the one department and gives it to the other: both must be theirs to change.
      ctx.access.require('project:write', { departmentId: project.departmentId })
      ctx.access.require('project:write', { departmentId: to.id })
      if (to.id === project.departmentId) {
        throw new AppError('CONFLICT', `the project "${project.name}" is in department "${to.name}" already`, {
          hint: 'see the departments with: fairlead department ls',
        })
      }
      const from = { id: project.departmentId, name: project.departmentName }
      const consequences = await consequencesOfMove(tx.q, project.id, { from: from.id, to: to.id })
      const [row] = await tx.q
        .update(projects)
        .set({ departmentId: to.id })
        .where(eq(projects.id, project.id))
        .returning()
      const warnings = await checkQuotas(tx.q, { kind: 'project', id: project.id })
      await recordAudit(
        tx,
        ctx,
        'project.move',
        { kind: 'project', id: project.id, name: project.name },
        { before: { department: from.name }, after: { department: to.name } },
      )
      // The planner reads the tree anew, and those whose roles are of a department see what they may see now.
      await tx.changed('project', project.id)
      await tx.changed('department', [from.id, to.id])
      const after = must(row, 'the project was found in this transaction')
      return { ...projectView({ ...after, departmentName: to.name }), from, consequences, warnings }
    }),
})
