import { Command, Option } from 'commander'
import { examples } from '../lib/examples.ts'
import { durationMs } from '../lib/parse-options.ts'
import { showJobs } from '../lib/show-jobs.ts'
import { waitForEnd } from '../lib/wait-for-end.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'

interface Options {
  output: Format
  project?: string
  for: 'running' | 'finished'
  timeout?: number
}

/** `fairlead wait`. */
export function waitCommand(app: App): Command {
  const command = new Command('wait')
    .summary('wait for jobs to end')
    .description('Ends with 0 when all have succeeded, with 1 when one has not, and with 7 when the time is over.')
    .argument('<name...>', 'names or ids of jobs')
    .option('-p, --project <name>', 'where to look the names up')
    .addOption(new Option('--for <state>', 'what to wait for').choices(['running', 'finished']).default('finished'))
    .option('--timeout <duration>', 'wait no longer than this', durationMs)
    .addHelpText(
      'after',
      examples(
        'fairlead wait train-a',
        'fairlead wait train-a --for running',
        'fairlead wait train-a train-b --timeout 2h',
      ),
    )
  return withOutput(command).action(async (names: string[], { output, project, timeout, ...options }: Options) => {
    const jobs = await Promise.all(names.map((name) => app.client.jobs.get(name, { project })))
    const ended = await waitForEnd(app, jobs, { until: options.for, timeoutMs: timeout })
    answer(app, {
      output,
      data: ended,
      names: () => ended.map((job) => job.name),
      table: () => showJobs(app, ended),
    })
  })
}
