import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { departments } from '../db/schema/departments.ts'
import { projects } from '../db/schema/projects.ts'
import { findDepartment } from '../departments/find-department.ts'
import { projectView } from './internal/project-view.ts'
import { ListProjects, Project } from './schemas.ts'

export const listProjects = action({
  name: 'project.list',
  summary: 'Projects that you may see',
  rest: { method: 'get', path: '/projects' },
  allow: 'project:read',
  input: ListProjects,
  output: z.object({ items: z.array(Project) }),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const department = input.department === undefined ? undefined : await findDepartment(q, input.department)
      const rows = await q
        .select({ project: projects, departmentName: departments.name })
        .from(projects)
        .innerJoin(departments, eq(departments.id, projects.departmentId))
        .where(department && eq(projects.departmentId, department.id))
        .orderBy(asc(departments.name), asc(projects.name))
        .limit(10_000)
      const seen = rows.filter(({ project }) =>
        ctx.access.can('project:read', { departmentId: project.departmentId, projectId: project.id }),
      )
      return { items: seen.map(({ project, departmentName }) => projectView({ ...project, departmentName })) }
    }),
})
