import { Command, Option } from 'commander'
import { readFileSync } from 'node:fs'
import { examples } from '../lib/examples.ts'
import { EXIT } from '../lib/exit-code.ts'
import { count, durationMs, list, notNegative, pastTime, positive, whole } from '../lib/parse-options.ts'
import { UsageError } from '../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import { readFleet, type Fleet } from '../replay/fleet.ts'
import { readKnownClusters } from '../replay/known-clusters.ts'
import { readTrace } from '../replay/read-trace.ts'
import type { ReplayOptions } from '../replay/replay-options.ts'
import { runDecisionReplay } from '../replay/run-decision-replay.ts'
import { runReplay } from '../replay/run-replay.ts'
import { showResult } from '../replay/show-result.ts'
import type { App } from '../session/app.ts'

const ABOUT = `
Formats, known by the first line of the file:
  Philly   timestamp,duration,num_gpus,gpu_time,cluster
  openb    name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,
           creation_time,deletion_time,scheduled_time    (nodes: --nodes FILE)

What it does: makes simulated clusters and starts an agent for each, gives each
queue of the trace a project that deserves GPUs in proportion to its GPU-time,
submits every row at its time, looks at nodes, queues and gangs after each round
that it sees, and checks at the end that no job was lost or run twice. Ends with
1 if anything is not as it must be. The clusters are revoked and the projects
archived when it is over.
`

/** `fairlead replay`. */
export function replayCommand(app: App): Command {
  const command = new Command('replay')
    .summary('submit a recorded trace to simulated clusters, or plan logged rounds again')
    .description(
      'Submits a real trace through the API onto simulated clusters, with time compressed, and reports what happened.',
    )
    .argument('[file]', 'trace as CSV; with --decisions: a decision log as JSON lines')
    .option('--decisions', 'plan the logged rounds again here, and compare; 1 if any plan differs')
    .addOption(
      new Option('--since <time>', 'with --decisions: how long ago, such as 24h, or a date').argParser(pastTime),
    )
    .option('--nodes <file>', 'machines, as an openb node list; absent: equal ones, by --load')
    .option('--skip <n>', 'leave out the first rows, in order of time', notNegative, 0)
    .option('--limit <n>', 'at most so many rows', count)
    .option('--sample <n>', 'so many rows, spread by lot over the whole trace', count)
    .option('--seed <n>', 'of the lot; the same seed draws the same rows', whole, 1)
    .addOption(new Option('--speed <x>', 'times faster than the trace').argParser(positive).conflicts('duration'))
    .option(
      '--duration <time>',
      'compress all arrivals into this; absent: 50 rows a second, 1 to 15 minutes',
      durationMs,
    )
    .option(
      '--max-runtime <time>',
      'cut longer jobs to this, in time of the trace, or none; absent: the span of the arrivals',
      runtime,
    )
    .option('--clusters <n>', 'how many', count, 4)
    .option('--gpus-per-node <n>', 'of equal machines', count, 8)
    .addOption(new Option('--nodes-per-cluster <n>', 'how many equal machines').argParser(count).conflicts('load'))
    .option('--load <share>', 'as many machines as make the mean demand this share of them', positive, 0.8)
    .option('--use-clusters <names>', 'simulated clusters that are there already', list)
    .option('--pool <name>', 'node pool; absent: one for replays, or the default one with --use-clusters')
    .option(
      '--project-prefix <text>',
      'projects are called this and the queue, and stay; absent: replay-ID, and archived',
    )
    .option('--timeout <time>', 'end after this even if jobs are left', durationMs)
    .option('--keep', 'keep clusters, projects and the state of the agents')
    .addHelpText('after', ABOUT)
    .addHelpText(
      'after',
      examples(
        'fairlead replay philly.csv --limit 2000 --duration 60s',
        'fairlead replay openb_pod_list_default.csv --nodes openb_node_list_all_node.csv --skip 58',
        'fairlead replay --decisions --since 24h',
        'fairlead replay philly.csv --sample 5000 --seed 7 --load 1.2 -o json > report.json',
      ),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async (
      file: string | undefined,
      options: ReplayOptions & { output: Format; decisions?: boolean; since?: string },
    ) => {
      if (options.decisions) return await runDecisionReplay(app, { file, since: options.since, output: options.output })
      if (file === undefined) {
        throw new UsageError('name a trace', { hint: 'fairlead replay FILE, or fairlead replay --decisions' })
      }
      const trace = readTrace(file, read(file))
      const known = await fleetOf(app, options)
      const result = await runReplay(app, { file, trace, known, options })
      answer(app, { output: options.output, data: result, table: () => showResult(app, result) })
      if (!result.isComplete) app.endWith(EXIT.timeout)
      if (result.checks.violations.length + result.accounting.problems.length > 0) app.exitCode = EXIT.jobFailed
    },
  )
}

async function fleetOf(app: App, options: ReplayOptions): Promise<Fleet | undefined> {
  if (options.useClusters) return await readKnownClusters(app.client, options.useClusters)
  if (options.nodes === undefined) return undefined
  const { fleet, malformed } = readFleet(options.nodes, read(options.nodes), options.clusters)
  for (const { line, reason } of malformed) app.note(`-- ${options.nodes}:${line}: ${reason}`)
  return fleet
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`the file cannot be read: ${(error as Error).message}`, { where: file })
  }
}

function runtime(text: string): number | 'none' {
  return text === 'none' ? text : durationMs(text)
}
