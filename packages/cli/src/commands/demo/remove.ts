import { Command } from 'commander'
import { fields } from '../../output/fields.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'
import { demoFolder } from '../../demo/demo-folder.ts'
import { rmSync } from 'node:fs'

const ABOUT = `
Its clusters, people, departments and projects go, with everything that was
done in them since. What else there is stays, and so does the audit log.
`

/** `fairlead demo remove`. */
export function demoRemoveCommand(app: App): Command {
  const command = new Command('remove').summary('take the demo away').addHelpText('after', ABOUT)
  return withOutput(command, ['table', 'json', 'yaml']).action(async ({ output }: { output: Format }) => {
    const clusters = (await app.client.clusters.list()).map(({ id }) => id)
    const removed = await app.client.demo.remove()
    for (const id of clusters) rmSync(demoFolder(app.host.env, id), { recursive: true, force: true })
    answer(app, {
      output,
      data: removed,
      table: () =>
        fields(
          Object.entries(removed).map(([name, count]): [string, string] => [
            `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
            `${count} removed`,
          ]),
          app,
        ),
    })
  })
}
