import { Command } from 'commander'
import { answer, withOutput, type Format } from '../output/format.ts'
import { fields } from '../output/fields.ts'
import type { App } from '../session/app.ts'

/** `fairlead licence`. */
export function licenceCommand(app: App): Command {
  const command = new Command('licence').summary('the licence of the installation, and what of it is used')
  return withOutput(command).action(async ({ output }: { output: Format }) => {
    const status = await app.client.licence()
    const { terms, use, warnings } = status
    const of = (used: number, limit: number | undefined) => `${used} of ${limit ?? 'any number'}`
    answer(app, {
      output,
      data: status,
      names: () => (terms ? [terms.id] : []),
      table: () =>
        fields(
          [
            ['State', status.state],
            ['Licence', terms ? `${terms.id}, for ${terms.organization}` : 'none'],
            ['Ends', terms?.expiresAt?.slice(0, 10) ?? 'never'],
            ['Clusters', of(use.clusters, terms?.limits.clusters)],
            ['GPUs', of(use.gpus, terms?.limits.gpus)],
            ['Users', of(use.users, terms?.limits.users)],
            ...warnings.map((warning): [string, string] => ['Warning', warning]),
          ],
          app,
        ),
    })
  })
}
