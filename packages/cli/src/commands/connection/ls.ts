import { Command } from 'commander'
import { showConnections } from '../../lib/show-connections.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead connection ls`. */
export function connectionLsCommand(app: App): Command {
  const command = new Command('ls')
    .summary('list the connections of a project')
    .option('-p, --project <name>', 'absent: the one of the context, or the only one there is')
  return withOutput(command).action(async ({ output, project }: { output: Format; project?: string }) => {
    const connections = await app.client.connections.list(await app.project(project))
    answer(app, {
      output,
      data: connections,
      names: () => connections.map(({ name }) => name),
      table: () =>
        connections.length > 0
          ? showConnections(app, connections)
          : 'There is none. Make one: fairlead connection add --help\n',
    })
  })
}
