import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { table } from '../../output/table.ts'
import type { App } from '../../session/app.ts'

/** `fairlead context ls`. Tokens are not shown in any format. */
export function contextLsCommand(app: App): Command {
  return withOutput(new Command('ls').summary('list them')).action(({ output }: { output: Format }) => {
    const { current, contexts } = app.config
    const rows = Object.entries(contexts).map(([name, { token, ...rest }]) => ({
      name,
      ...rest,
      isSignedIn: token !== undefined,
      isCurrent: name === current,
    }))
    answer(app, {
      output,
      data: rows,
      names: () => rows.map(({ name }) => name),
      table: () =>
        rows.length === 0
          ? 'You are not signed in anywhere: fairlead login --url URL\n'
          : table(
              rows,
              [
                { title: '', value: (row) => (row.isCurrent ? '*' : ' ') },
                { title: 'NAME', value: (row) => row.name, elastic: 3 },
                { title: 'URL', value: (row) => row.url, elastic: 2 },
                { title: 'USER', value: (row) => (row.isSignedIn ? (row.user ?? '') : 'signed out'), elastic: 2 },
                { title: 'PROJECT', value: (row) => row.project ?? '' },
              ],
              app,
            ),
    })
  })
}
