import { Command } from 'commander'
import { showTemplates } from '../../lib/show-templates.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead template ls`. */
export function templateLsCommand(app: App): Command {
  return withOutput(new Command('ls').summary('list templates')).action(async ({ output }: { output: Format }) => {
    const templates = await app.client.templates.list()
    answer(app, {
      output,
      data: templates,
      names: () => templates.map(({ name }) => name),
      table: () => showTemplates(app, templates),
    })
  })
}
