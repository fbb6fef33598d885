import { Command, Option } from 'commander'
import { changeFields, CLEARABLE_OPTIONS, clearable, type ChangeOptions } from '../lib/change-fields.ts'
import { examples } from '../lib/examples.ts'
import { count, list, notNegative, pairs, priority } from '../lib/parse-options.ts'
import { resource } from '../lib/parse-resource.ts'
import { withPlacementOptions } from '../lib/placement-options.ts'
import { UsageError } from '../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'

/** `fairlead change`. */
export function changeCommand(app: App): Command {
  const command = new Command('change')
    .summary('change what a waiting job asks for; it keeps its place')
    .description(
      'Changes what a job asks for. What is not named stays; lists and maps are taken whole. A job that waits or is stopped may change in everything and keeps its place; one that a cluster has already, only in its priority, and to preemptible.',
    )
    .argument('<name>', 'name or id of a job')
    .option('-p, --project <name>', 'where to look the name up')
    .option('--cpu <cores>', 'for each replica: 2, 0.5 or 500m')
    .option('--memory <size>', 'for each replica: 4Gi, 512Mi')
    .option('--gpu <devices>', 'for each replica: whole devices, or part of one; 0: none', notNegative)
    .option('--resource <name=n>', 'for each replica, by Kubernetes name; 0: none', resource)
    .option('--size <name>', 'cores, memory and limits of this size')
    .option('--replicas <n>', 'placed all together or not at all', count)
    .option('--replicas-min <n>', 'elastic: the fewest that it starts with', count)
    .option('--priority <name>', 'very-low to very-high, or 0 to 1000', priority)
    .option('--preemptible', 'may be interrupted for others')
    .addOption(new Option('--no-preemptible', 'must not be interrupted'))
    .option('--timeout <duration>', 'running time, such as 30m, or none')
    .option('--pool <name>', 'node pool')
    .option('-c, --cluster <name>', 'only there; may be given several times', list)
    .option('--node-selector <key=value>', 'only on nodes with this label', pairs)
    .option('-l, --label <key=value>', 'for finding and reporting', pairs)
    .option('--clear <option>', `lift what was set: ${CLEARABLE_OPTIONS.join(', ')}`, clearable)
  withPlacementOptions(command).addHelpText(
    'after',
    examples(
      'fairlead change train-a --replicas 2 --gpu 4',
      'fairlead change train-a --priority high --timeout 4h --pool h100',
      'fairlead change train-a --node-selector gpu=a100 --clear node-rule,cluster',
    ),
  )
  return withOutput(command).action(
    async (name: string, { output, project, ...options }: ChangeOptions & { output: Format; project?: string }) => {
      const change = changeFields(options)
      if (Object.keys(change).length === 0)
        throw new UsageError('say what to change', { hint: 'fairlead change --help' })
      const job = await app.client.jobs.change(name, change, { project })
      for (const warning of job.warnings) app.note(`warning: ${warning}`)
      answer(app, {
        output,
        data: job.data,
        names: () => [job.name],
        table: () => `${job.name} is changed, and is ${job.status.phase}\n`,
      })
    },
  )
}
