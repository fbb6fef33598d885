import { and, eq, inArray, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { projects } from '../db/schema/projects.ts'
import { workloads } from '../db/schema/workloads.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { findProject } from './find-project.ts'
import { projectView } from './internal/project-view.ts'
import { Project, ProjectRef } from './schemas.ts'

export const archiveProject = action({
  name: 'project.archive',
  summary: 'Archive a project: it takes no more work and keeps its history',
  rest: { method: 'delete', path: '/projects/{project}' },
  allow: 'project:write',
  input: ProjectRef,
  output: Project,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const project = await findProject(ctx, tx.q, input.project, 'project:write')
      const [active] = await tx.q
        .select({ name: workloads.name })
        .from(workloads)
        .where(
          and(
            eq(workloads.projectId, project.id),
            inArray(workloads.phase, ['QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'SUSPENDED', 'CANCELLING']),
          ),
        )
        .limit(1)
      if (active) {
        throw new AppError('CONFLICT', `the project "${project.name}" still has unfinished work: ${active.name}`, {
          hint: `see it with: fairlead ps --project ${project.name}`,
        })
      }
      const [row] = await tx.q
        .update(projects)
        .set({ archivedAt: sql`coalesce(archived_at, now())` })
        .where(eq(projects.id, project.id))
        .returning()
      await recordAudit(tx, ctx, 'project.archive', { kind: 'project', id: project.id, name: project.name })
      await tx.changed('project', project.id)
      return projectView({ ...must(row, 'the project was found'), departmentName: project.departmentName })
    }),
})
