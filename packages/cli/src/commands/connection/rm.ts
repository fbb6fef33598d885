import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead connection rm`. */
export function connectionRmCommand(app: App): Command {
  const command = new Command('rm')
    .summary('delete a connection; the data stays')
    .argument('<name>', 'name or id of a connection')
    .option('-p, --project <name>', 'absent: the one of the context, or the only one there is')
  return withOutput(command).action(async (name: string, options: { output: Format; project?: string }) => {
    const connection = await app.client.connections.delete(await app.project(options.project), name)
    answer(app, {
      output: options.output,
      data: connection,
      names: () => [connection.name],
      table: () => `${connection.name} is deleted\n`,
    })
  })
}
