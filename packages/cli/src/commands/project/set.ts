import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { showProjects } from '../../lib/show-projects.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead project set`. */
export function projectSetCommand(app: App): Command {
  const command = new Command('set')
    .summary('change a project; what is not named stays')
    .argument('<name>', 'name or id of a project')
    .option('--description <text>', 'what it is for')
    .option('--lost-after <duration>', 'how long a silent cluster keeps its runs')
    .addHelpText('after', examples('fairlead project set vision --lost-after 2h'))
  return withOutput(command).action(
    async (name: string, options: { output: Format; description?: string; lostAfter?: string }) => {
      const { output, description, lostAfter } = options
      const changes = defined({ description, lostAfter })
      if (Object.keys(changes).length === 0)
        throw new UsageError('say what to change', { hint: 'fairlead project set --help' })
      const project = await app.client.projects.update(name, changes)
      answer(app, { output, data: project, names: () => [project.name], table: () => showProjects(app, [project]) })
    },
  )
}
