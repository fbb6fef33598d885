import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { showProjects } from '../../lib/show-projects.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead project ls`. */
export function projectLsCommand(app: App): Command {
  const command = new Command('ls')
    .summary('list projects')
    .option('--department <name>', 'only of this department')
    .option('-A, --all', 'archived ones too')
  return withOutput(command).action(
    async ({ output, department, all }: { output: Format; department?: string; all?: boolean }) => {
      const found = await app.client.projects.list(defined({ department }))
      const projects = found.filter((project) => all || project.archivedAt === null)
      answer(app, {
        output,
        data: projects,
        names: () => projects.map((project) => project.name),
        table: () =>
          projects.length === 0
            ? 'There is no project. Make one with: fairlead project add NAME --department DEPARTMENT\n'
            : showProjects(app, projects),
      })
    },
  )
}
