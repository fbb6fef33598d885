import type { Top } from '@fairlead/sdk'
import { Argument, Command } from 'commander'
import { examples } from '../lib/examples.ts'
import { watch } from '../lib/watch.ts'
import { amount } from '../output/amounts.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import { table, type Column } from '../output/table.ts'
import type { App } from '../session/app.ts'

type Line = Top['lines'][number]

/** `fairlead top`. */
export function topCommand(app: App): Command {
  const command = new Command('top')
    .summary('what is used, beside what is allocated')
    .addArgument(
      new Argument('[by]', 'what the lines are').choices(['cluster', 'node', 'project', 'workload']).default('cluster'),
    )
    .option('-w, --watch', 'show it anew every two seconds')
    .addHelpText('after', examples('fairlead top', 'fairlead top node --watch', 'fairlead top workload'))
  return withOutput(command).action(async (by: Line['kind'], options: { output: Format; watch?: boolean }) => {
    const load = async () => (await app.client.metrics.top(by)).lines
    if (options.watch) return await watch(app, async () => showTop(app, await load()))
    const lines = await load()
    answer(app, {
      output: options.output,
      data: lines,
      names: () => lines.map((line) => line.name),
      table: () => showTop(app, lines),
    })
  })
}

function showTop(app: App, lines: readonly Line[]): string {
  if (lines.length === 0) return 'Nothing runs.\n'
  const used = (title: string, resource: string): Column<Line> => ({
    title,
    value: (line) => (line.used[resource] === undefined ? '' : amount(resource, line.used[resource])),
    align: 'right',
  })
  return table(
    lines,
    [
      { title: 'NAME', value: (line) => line.name, elastic: 3 },
      { title: 'CLUSTER', value: (line) => (line.kind === 'cluster' ? '' : (line.cluster ?? '')), elastic: 2 },
      {
        title: 'GPU USE',
        value: (line) => (line.used['gpu'] === undefined ? '' : `${Math.round(line.used['gpu'])}%`),
        align: 'right',
      },
      { title: 'GPU', value: (line) => held(line, 'gpu'), align: 'right' },
      used('CPU USE', 'cpu'),
      { title: 'CPU', value: (line) => held(line, 'cpu'), align: 'right' },
      used('MEM USE', 'memory'),
      { title: 'MEMORY', value: (line) => held(line, 'memory'), align: 'right' },
    ],
    app,
  )
}

/** Allocated, of what there is where that is known. */
function held({ allocated, capacity }: Line, resource: string): string {
  const mine = allocated[resource]
  const all = capacity[resource]
  if (all !== undefined) return all === 0 ? '' : `${amount(resource, mine ?? 0)}/${amount(resource, all)}`
  return mine === undefined ? '' : amount(resource, mine)
}
