import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findProject } from './find-project.ts'
import { projectView } from './internal/project-view.ts'
import { Project, ProjectRef } from './schemas.ts'

export const getProject = action({
  name: 'project.get',
  summary: 'One project',
  rest: { method: 'get', path: '/projects/{project}' },
  allow: 'project:read',
  input: ProjectRef,
  output: Project,
  run: (ctx, input) => transaction(ctx, async ({ q }) => projectView(await findProject(ctx, q, input.project))),
})
