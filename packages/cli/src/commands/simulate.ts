import { Command, Option } from 'commander'
import { readFileSync } from 'node:fs'
import { examples } from '../lib/examples.ts'
import { count, durationMs } from '../lib/parse-options.ts'
import { UsageError } from '../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import { readTrace } from '../replay/read-trace.ts'
import type { App } from '../session/app.ts'
import { placeChangeRefusal, readChanges } from '../simulate/read-changes.ts'
import { showReport } from '../simulate/show-report.ts'
import { traceRequest } from '../simulate/trace-request.ts'

const ROWS_MAX = 50_000

interface SimulateOptions {
  file: string
  window?: number
  trace?: string
  limit: number
  output: Format
}

const ABOUT = `
A change file has a list; fields that are absent keep their values:
  changes:
    - { kind: quota, project: vision, gpu: { deserved: 16, limit: 32 } }
    - { kind: quota, department: research, rank: 1, cpu: { userLimit: 64 } }
    - { kind: add-nodes, count: 2, like: gpu-1, cluster: atlas }
    - { kind: add-nodes, count: 1, cluster: atlas, resources: { gpu: 8 } }
    - { kind: remove-nodes, nodes: [gpu-7] }
    - { kind: priority, department: speech, from: 40, priority: 80 }
    - { kind: node-pool, maxWait: 12h, preemptionsPerHour: 60 }
    - { kind: policy, preemptionsMaxPerRound: 10, reservationHorizon: 2h }
All fields: examples/what-if/every-rule.yaml
`

/** `fairlead simulate`. */
export function simulateCommand(app: App): Command {
  const command = new Command('simulate')
    .summary('what a change of quotas, nodes or policies would have done')
    .description(
      'Plays the work of the past again on the scheduler itself, with and without the changes of a file, and says who gains and who loses. Changes nothing.',
    )
    .requiredOption('-f, --file <file>', 'the changes, as YAML; - for standard input')
    .addOption(
      new Option('--window <duration>', 'how far back, at most 90d; absent: 7d')
        .argParser(durationMs)
        .conflicts('trace'),
    )
    .option('--trace <file>', 'play this trace (Philly or openb CSV) in place of the past')
    .option('--limit <n>', 'at most so many jobs of the trace', count, 10_000)
    .addHelpText('after', ABOUT)
    .addHelpText(
      'after',
      examples(
        'fairlead simulate -f change.yaml --window 30d',
        'fairlead simulate -f change.yaml --trace philly.csv --limit 5000 -o json',
      ),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async ({ file, window, trace, limit, output }: SimulateOptions) => {
      const { doc, changes } = readChanges(file, file === '-' ? await readInput(app) : read(file))
      const task = app.progress.start('simulating')
      try {
        const report = await app.client.whatIf.run({
          changes,
          ...(window === undefined ? {} : { window: Math.round(window / 1000) }),
          ...(trace === undefined
            ? {}
            : { trace: traceRequest(readTrace(trace, read(trace)), Math.min(limit, ROWS_MAX)) }),
        })
        answer(app, { output, data: report, table: () => showReport(app, report) })
      } catch (error) {
        throw placeChangeRefusal(error, doc)
      } finally {
        task.stop()
      }
    },
  )
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`the file cannot be read: ${(error as Error).message}`, { where: file })
  }
}

async function readInput(app: App): Promise<string> {
  let text = ''
  for await (const part of app.host.stdin) text += String(part)
  return text
}
