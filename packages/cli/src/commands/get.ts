import { Command } from 'commander'
import { examples } from '../lib/examples.ts'
import { showJob } from '../lib/show-job.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'

/** `fairlead get`. */
export function getCommand(app: App): Command {
  const command = new Command('get')
    .summary('all about one job')
    .argument('<name>', 'name or id of a job; of several with this name, the newest')
    .option('-p, --project <name>', 'where to look the name up')
    .addHelpText('after', examples('fairlead get train-a', 'fairlead get train-a -o yaml'))
  return withOutput(command).action(async (name: string, options: { output: Format; project?: string }) => {
    const { output, project } = options
    const { jobs } = app.client
    const job = await jobs.describe(name, { project })
    const [runs, timeline] = await Promise.all([jobs.runs(job.id), jobs.timeline(job.id)])
    answer(app, {
      output,
      data: { ...job, runs, timeline },
      names: () => [job.name],
      table: () => showJob(app, job, runs, timeline),
    })
  })
}
