import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead department add`. */
export function departmentAddCommand(app: App): Command {
  const command = new Command('add')
    .summary('make a department')
    .argument('<name>', 'lower-case letters, digits and dashes')
  return withOutput(command).action(async (name: string, { output }: { output: Format }) => {
    const department = await app.client.departments.create({ name })
    answer(app, {
      output,
      data: department,
      names: () => [department.name],
      table: () =>
        `${department.name} is made. Give it a project: fairlead project add NAME --department ${department.name}\n`,
    })
  })
}
