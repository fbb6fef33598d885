import type { View } from '@fairlead/sdk'
import { Command } from 'commander'
import { examples } from '../lib/examples.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import { table } from '../output/table.ts'
import { local } from '../output/times.ts'
import type { App } from '../session/app.ts'
import { viewsRenameCommand } from './views/rename.ts'
import { viewsRmCommand } from './views/rm.ts'

/** `fairlead views`. */
export function viewsCommand(app: App): Command {
  const command = new Command('views')
    .summary('saved views of lists of jobs: your own, and those that are shared with you')
    .description('Views are kept in the console. fairlead ps --view NAME shows what one of them shows.')
    .addHelpText('after', examples('fairlead views', 'fairlead ps --view "Failed today"'))
    .addCommand(viewsRenameCommand(app))
    .addCommand(viewsRmCommand(app))
  return withOutput(command).action(async ({ output }: { output: Format }) => {
    const views = await app.client.views.list({ page: 'workloads' })
    answer(app, {
      output,
      data: views,
      names: () => views.map(({ name }) => name),
      table: () => (views.length === 0 ? 'There is no view yet. Keep one in the console.\n' : showViews(app, views)),
    })
  })
}

function showViews(app: App, views: readonly View[]): string {
  return table(
    views,
    [
      { title: 'NAME', value: ({ name }) => name, elastic: 3 },
      { title: 'SEEN BY', value: seenBy, elastic: 2 },
      { title: 'OWNER', value: ({ owner }) => owner.name, elastic: 2 },
      { title: 'SHOWS', value: shows, elastic: 1 },
      { title: 'CHANGED', value: ({ updatedAt }) => local(updatedAt) },
    ],
    app,
  )
}

function seenBy({ scope, project }: View): string {
  if (scope === 'project') return `readers of ${project?.name ?? 'a project'}`
  return scope === 'personal' ? 'you' : 'everybody'
}

function shows({ search }: View): string {
  const said = Object.entries(search).filter(([key]) => key !== 'columns' && key !== 'scope')
  return said.map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(',') : String(value)}`).join(', ')
}
