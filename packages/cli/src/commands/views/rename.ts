import { Command } from 'commander'
import { findView } from '../../lib/find-view.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead views rename`. */
export function viewsRenameCommand(app: App): Command {
  const command = new Command('rename')
    .summary('give a saved view another name')
    .argument('<name>', 'name or id of a view')
    .argument('<new-name>', 'what it is called from now on')
  return withOutput(command).action(async (name: string, newName: string, _own: unknown, self: Command) => {
    // `fairlead views` takes -o too, wherever it stands.
    const { output } = self.optsWithGlobals<{ output: Format }>()
    const { id, name: before } = await findView(app, name, 'any')
    const view = await app.client.views.update(id, { name: newName })
    answer(app, { output, data: view, names: () => [view.name], table: () => `${before} is now ${view.name}\n` })
  })
}
