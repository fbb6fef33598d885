import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead template rm`. */
export function templateRmCommand(app: App): Command {
  const command = new Command('rm')
    .summary('delete a template; a built-in one is put back as it came')
    .argument('<name>', 'name of a template')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const template = await app.client.templates.delete(name)
    answer(app, { output, data: template, names: () => [template.name], table: () => `${template.name} is deleted\n` })
  })
}
