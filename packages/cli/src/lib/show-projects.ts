import type { Project } from '@fairlead/sdk'
import { table } from '../output/table.ts'
import { age, since } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** Projects as one line each. */
export function showProjects(app: App, projects: readonly Project[]): string {
  return table(
    projects,
    [
      { title: 'NAME', value: (project) => project.name, elastic: 3 },
      { title: 'DEPARTMENT', value: (project) => project.department.name, elastic: 2 },
      { title: 'NAMESPACE', value: (project) => project.namespace, elastic: 2 },
      { title: 'LOST AFTER', value: (project) => age(project.lostAfterSeconds * 1000), align: 'right' },
      { title: 'AGE', value: (project) => since(project.createdAt, app.host.now()), align: 'right' },
      { title: 'STATE', value: (project) => (project.archivedAt === null ? '' : 'archived') },
      { title: 'DESCRIPTION', value: (project) => project.description, elastic: 1 },
    ],
    app,
  )
}
