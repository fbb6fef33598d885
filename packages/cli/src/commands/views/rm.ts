import { Command } from 'commander'
import { findView } from '../../lib/find-view.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead views rm`. */
export function viewsRmCommand(app: App): Command {
  const command = new Command('rm').summary('delete a saved view').argument('<name>', 'name or id of a view')
  return withOutput(command).action(async (name: string, _own: unknown, self: Command) => {
    // `fairlead views` takes -o too, wherever it stands.
    const { output } = self.optsWithGlobals<{ output: Format }>()
    const { id } = await findView(app, name, 'any')
    const view = await app.client.views.delete(id)
    answer(app, { output, data: view, names: () => [view.name], table: () => `${view.name} is deleted\n` })
  })
}
