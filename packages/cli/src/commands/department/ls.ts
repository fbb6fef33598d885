import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { table } from '../../output/table.ts'
import { since } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

/** `fairlead department ls`. */
export function departmentLsCommand(app: App): Command {
  return withOutput(new Command('ls').summary('list departments')).action(async ({ output }: { output: Format }) => {
    const departments = await app.client.departments.list()
    answer(app, {
      output,
      data: departments,
      names: () => departments.map(({ name }) => name),
      table: () =>
        departments.length === 0
          ? 'There is no department. Make one with: fairlead department add NAME\n'
          : table(
              departments,
              [
                { title: 'NAME', value: ({ name }) => name, elastic: 3 },
                { title: 'AGE', value: ({ createdAt }) => since(createdAt, app.host.now()), align: 'right' },
              ],
              app,
            ),
    })
  })
}
