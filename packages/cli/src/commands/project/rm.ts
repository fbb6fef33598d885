import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead project rm`. */
export function projectRmCommand(app: App): Command {
  const command = new Command('rm')
    .summary('archive a project')
    .description('Archives a project: it takes no more work and keeps its history. Its name stays taken.')
    .argument('<name>', 'name or id of a project')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const project = await app.client.projects.archive(name)
    answer(app, { output, data: project, names: () => [project.name], table: () => `${project.name} is archived\n` })
  })
}
