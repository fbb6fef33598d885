import { wrap } from '../output/fit.ts'
import { table } from '../output/table.ts'
import { span } from '../output/times.ts'
import type { App } from '../session/app.ts'
import type { ReplayResult } from './replay-result.ts'
import type { Spread } from './statistics.ts'
import type { BadRow } from './trace.ts'

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
const LINES_MAX = 10
const LABEL_WIDTH = 14

interface Row {
  queue: string
  jobs: number
  deserved: string
  share: string
  gpuSeconds: number
  wait: Spread
}

/** The report for people. */
export function showResult(app: App, result: ReplayResult): string {
  const { paint, width = 100 } = app
  const { fleet, utilisation, decisions, rounds, late, rows, checks, accounting, outages } = result
  const lines = (label: string, text: string, color: (plain: string) => string = (plain) => plain) =>
    wrap(text, width - LABEL_WIDTH)
      .map((line, index) => `${paint.dim((index === 0 ? label : '').padEnd(LABEL_WIDTH))}${color(line)}\n`)
      .join('')
  const all: Row = {
    queue: 'all',
    jobs: result.wait.count,
    deserved: percent(1),
    share: percent(1),
    gpuSeconds: result.queues.reduce((sum, queue) => sum + queue.gpuSeconds, 0),
    wait: result.wait,
  }
  const queues = result.queues.map((queue): Row => ({
    queue: queue.queue,
    jobs: queue.jobs,
    deserved: percent(queue.deservedShare),
    share: percent(queue.share),
    gpuSeconds: queue.gpuSeconds,
    wait: queue.wait,
  }))
  const isClean = checks.violations.length === 0
  const isExact = accounting.problems.length === 0
  const verdict = (isGood: boolean) => (isGood ? paint.green : paint.red)
  return [
    paint.bold(`Replay ${result.id} of ${result.file}\n`),
    lines(
      'Fleet',
      `${fleet.clusters} clusters, ${fleet.nodes} nodes, ${fleet.gpus} GPUs, simulated; the jobs ask for ${percent(fleet.demand)} of them in the mean`,
    ),
    lines(
      'Time',
      `${Math.round(result.speed).toLocaleString('en')} times faster; arrivals over ${span(result.arrivalSeconds * 1000)}, all done after ${span(result.makespanSeconds * 1000)}`,
    ),
    '\n',
    queueTable(app, [...queues, all]),
    '\n',
    lines('Waits', 'from submission to the decision for it, in seconds of the replay'),
    lines('Start', `from decision to running: ${spreadText(result.start)}`),
    lines(
      'Utilisation',
      `mean ${percent(utilisation.mean)} of ${utilisation.gpus} GPUs, ${percent(utilisation.whileArriving)} while work arrived`,
    ),
    lines('', utilisation.overTime.map(bar).join('')),
    lines(
      'Ends',
      Object.entries(result.ends)
        .map(([phase, count]) => `${count} ${phase}`)
        .join(', '),
    ),
    lines('Preemptions', String(result.preemptions)),
    lines(
      'Decisions',
      `${decisions.placed} placed, ${decisions.preempted} preempted: ${decisions.perSecond.toFixed(1)} a second`,
    ),
    lines(
      'Rounds',
      `${rounds.count}, of which ${rounds.seen} were looked at; planned in p50 ${ms(rounds.planMicros.p50)}, p99 ${ms(rounds.planMicros.p99)}`,
    ),
    lines(
      'Submission',
      `late by p50 ${span(late.p50 * 1000)}, p99 ${span(late.p99 * 1000)}, at most ${span(late.max * 1000)}`,
    ),
    ...(outages.count > 0 ? [lines('Outages', `${outages.count}, ${span(outages.seconds * 1000)} in all`)] : []),
    lines(
      'Rows',
      `${rows.read} can be read, ${rows.submitted} submitted, ${rows.malformed.length} malformed, ${rows.skipped.length} without a run, ${rows.tooLarge.length} too large, ${rows.refused.length} refused`,
    ),
    ...badRows(lines, rows.malformed),
    ...badRows(lines, rows.refused),
    ...result.assumptions.map((text, index) => lines(index === 0 ? 'Assumed' : '', text)),
    lines(
      'Checks',
      `${checks.count} of nodes, queues and gangs: ${checks.violations.length} violations`,
      verdict(isClean),
    ),
    ...checks.violations.slice(0, LINES_MAX).map((text) => lines('', text)),
    lines(
      'Accounting',
      `${accounting.rows} lines, ${accounting.workloads} jobs; ${accounting.succeeded} succeeded, ${accounting.succeededRuns} runs succeeded of ${accounting.runs}: ${isExact ? 'nothing lost, nothing doubled' : `${accounting.problems.length} problems`}`,
      verdict(isExact),
    ),
    ...accounting.problems.slice(0, LINES_MAX).map((text) => lines('', text)),
    ...(result.isComplete
      ? []
      : [lines('Cut short', 'not all jobs ended in time; those that were left are cancelled', paint.red)]),
  ].join('')
}

function queueTable(app: App, rows: readonly Row[]): string {
  const seconds = (value: number) => value.toFixed(value < 10 ? 2 : 1)
  const wait = (title: string, key: 'mean' | 'p50' | 'p90' | 'p99') => ({
    title,
    value: (row: Row) => seconds(row.wait[key]),
    align: 'right' as const,
  })
  return table(
    rows,
    [
      { title: 'QUEUE', value: (row) => row.queue, elastic: 3 },
      { title: 'JOBS', value: (row) => String(row.jobs), align: 'right' },
      { title: 'DESERVED', value: (row) => row.deserved, align: 'right' },
      { title: 'GOT', value: (row) => row.share, align: 'right' },
      { title: 'GPU-S', value: (row) => row.gpuSeconds.toFixed(0), align: 'right' },
      wait('WAIT MEAN', 'mean'),
      wait('P50', 'p50'),
      wait('P90', 'p90'),
      wait('P99', 'p99'),
    ],
    app,
  )
}

function badRows(lines: (label: string, text: string) => string, rows: readonly BadRow[]): string[] {
  const more = rows.length > LINES_MAX ? [lines('', `and ${rows.length - LINES_MAX} more: -o json has them all`)] : []
  return [...rows.slice(0, LINES_MAX).map(({ line, reason }) => lines('', `line ${line}: ${reason}`)), ...more]
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)}%`
}

function ms(micros: number): string {
  return `${(micros / 1000).toFixed(1)} ms`
}

function bar(part: number): string {
  return BARS[Math.min(BARS.length - 1, Math.max(0, Math.round(part * (BARS.length - 1))))] ?? ''
}

function spreadText(spread: Spread): string {
  const text = (seconds: number) => span(seconds * 1000)
  return `mean ${text(spread.mean)}, p50 ${text(spread.p50)}, p90 ${text(spread.p90)}, p99 ${text(spread.p99)}`
}
