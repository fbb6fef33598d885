import type { Idle } from '@fairlead/sdk'
import { Command } from 'commander'
import { defined } from '../lib/defined.ts'
import { examples } from '../lib/examples.ts'
import { count, notNegative } from '../lib/parse-options.ts'
import { milli } from '../output/amounts.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import { table } from '../output/table.ts'
import { since } from '../output/times.ts'
import type { App } from '../session/app.ts'

interface Options {
  output: Format
  project?: string
  department?: string
  minutes: number
  below: number
}

/** `fairlead idle`. */
export function idleCommand(app: App): Command {
  const command = new Command('idle')
    .summary('list GPUs that are held and hardly used, and by whom')
    .option('-p, --project <name>', 'only of this project')
    .option('--department <name>', 'only of this department')
    .option('--minutes <n>', 'idle for at least this long, 5 to 120', count, 30)
    .option('--below <percent>', 'what counts as idle', notNegative, 5)
    .addHelpText('after', examples('fairlead idle', 'fairlead idle --minutes 60 --below 10 -o json'))
  return withOutput(command).action(async ({ output, minutes, below, ...filter }: Options) => {
    const idle = await app.client.usage.idle({ minutes, below, ...defined(filter) })
    answer(app, {
      output,
      data: idle,
      names: () => idle.items.map(({ workload }) => workload.name),
      table: () => showIdle(app, idle),
    })
    if (idle.unmeasured > 0) app.note(`nothing is known of the usage of ${milli(idle.unmeasured)} more GPUs`)
  })
}

function showIdle(app: App, { items, gpu, held, asOf }: Idle): string {
  if (items.length === 0) return `None of the ${milli(held)} GPUs that are held is idle.\n`
  const now = Date.parse(asOf)
  return `${milli(gpu)} of ${milli(held)} GPUs that are held are idle.\n${table(
    items,
    [
      { title: 'JOB', value: ({ workload }) => workload.name, elastic: 3 },
      { title: 'PROJECT', value: ({ project }) => project.name, elastic: 2 },
      { title: 'USER', value: ({ user }) => user.name, elastic: 2 },
      { title: 'CLUSTER', value: ({ cluster }) => cluster.name, elastic: 2 },
      { title: 'GPU', value: (run) => milli(run.gpu), align: 'right' },
      { title: 'BUSY', value: (run) => `${run.busy}%`, align: 'right' },
      { title: 'IDLE', value: (run) => since(run.idleSince, now), align: 'right' },
      { title: 'GPU HOURS', value: (run) => String(run.idleGpuHours), align: 'right' },
    ],
    app,
  )}`
}
