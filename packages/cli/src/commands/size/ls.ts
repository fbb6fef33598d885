import { Command } from 'commander'
import { showSizes } from '../../lib/show-sizes.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

/** `fairlead size ls`. */
export function sizeLsCommand(app: App): Command {
  return withOutput(new Command('ls').summary('list sizes, smallest first')).action(
    async ({ output }: { output: Format }) => {
      const sizes = await app.client.sizes.list()
      answer(app, {
        output,
        data: sizes,
        names: () => sizes.map(({ name }) => name),
        table: () => showSizes(app, sizes),
      })
    },
  )
}
