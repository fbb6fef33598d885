import { and, eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { projects } from '../db/schema/projects.ts'
import { workloads } from '../db/schema/workloads.ts'
import type { Tx } from '../db/tx.ts'
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
          clusterRules: input.clusterRules ?? before.clusterRules,
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
          before: settingsOf(before),
          after: settingsOf(after),
        },
      )
      await tx.changed('project', after.id)
      if (input.clusterRules) await tellWaiting(tx, after.id)
      return projectView({ ...after, departmentName: before.departmentName })
    }),
})

function settingsOf({ description, lostAfterSeconds, clusterRules }: typeof projects.$inferSelect) {
  return { description, lostAfterSeconds, clusterRules }
}

/** What waits is placed by the new rules; what runs stays where it is. */
async function tellWaiting(tx: Tx, projectId: string): Promise<void> {
  const rows = await tx.q
    .select({ id: workloads.id })
    .from(workloads)
    .where(and(eq(workloads.projectId, projectId), eq(workloads.phase, 'QUEUED')))
  if (rows.length > 0)
    await tx.changed(
      'workload',
      rows.map((row) => row.id),
    )
}
