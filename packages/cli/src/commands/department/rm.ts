import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead department rm`. */
export function departmentRmCommand(app: App): Command {
  const command = new Command('rm')
    .summary('delete a department that has no projects')
    .argument('<name>', 'name or id of a department')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const department = await app.client.departments.delete(name)
    answer(app, {
      output,
      data: department,
      names: () => [department.name],
      table: () => `${department.name} is deleted\n`,
    })
  })
}
