import { Command } from 'commander'
import { examples } from '../lib/examples.ts'
import { EXIT } from '../lib/exit-code.ts'
import { notNegative, pastTime } from '../lib/parse-options.ts'
import { printLogs } from '../lib/print-logs.ts'
import { UsageError } from '../lib/usage-error.ts'
import type { App } from '../session/app.ts'

interface Options {
  project?: string
  follow?: boolean
  tail?: number
  replica?: number
  since?: string
  search?: string
  context?: number
  run?: string
  prefix?: boolean
}

/** `fairlead logs`. */
export function logsCommand(app: App): Command {
  return new Command('logs')
    .summary('the output of a job')
    .description(
      'Shows the output of the newest attempt, straight from its cluster. With -f it goes on until the job has ended, over lost connections and new attempts. What the job writes to standard error goes to standard error here.',
    )
    .argument('<name>', 'name or id of a job')
    .option('-p, --project <name>', 'where to look the name up')
    .option('-f, --follow', 'go on until the job has ended; wait for it to start')
    .option('--tail <n>', 'only the last lines of what is there', notNegative)
    .option('--replica <n>', 'only of this replica', notNegative)
    .option('--since <time>', 'only lines since: 10m, 2h, or a date', pastTime)
    .option('--search <text>', 'only lines with this text, whatever its case; the control plane searches them all')
    .option('-C, --context <n>', 'with --search: so many lines around each, up to 20', notNegative)
    .option('--run <id>', 'of an earlier attempt, as fairlead get -o json shows it')
    .option('--prefix', 'say which replica each line is of; absent: when there are several')
    .addHelpText(
      'after',
      examples(
        'fairlead logs train-a -f',
        'fairlead logs train-a --tail 50 --replica 0',
        'fairlead logs train-a --search error -C 2',
      ),
    )
    .action(async (name: string, options: Options) => {
      const job = await app.client.jobs.get(name, { project: options.project })
      const { follow = false, tail, replica, since, search, context, run: runId } = options
      if (context !== undefined && search === undefined) {
        throw new UsageError('--context goes with --search', { hint: 'add what to look for: --search TEXT' })
      }
      const isPrefixed = options.prefix ?? (job.data.replicas > 1 && replica === undefined)
      const end = await printLogs(app, job.id, { follow, tail, replica, since, search, context, runId, isPrefixed })
      if (end.reason === 'end') return
      app.note(`-- ${end.message || `the output ends here: ${end.reason}`}`)
      app.endWith(
        end.reason === 'not_found' ? EXIT.notFound : end.reason === 'refused' ? EXIT.denied : EXIT.unavailable,
      )
    })
}
