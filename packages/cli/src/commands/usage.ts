import type { UsageReport } from '@fairlead/sdk'
import { Argument, Command } from 'commander'
import { defined } from '../lib/defined.ts'
import { examples } from '../lib/examples.ts'
import { count, pastTime } from '../lib/parse-options.ts'
import { showMonths } from '../lib/show-months.ts'
import { UsageError } from '../lib/usage-error.ts'
import { writeCsv } from '../lib/write-csv.ts'
import { answer, CSV_FORMATS, withOutput, type CsvFormat } from '../output/format.ts'
import { table, type Column } from '../output/table.ts'
import { local } from '../output/times.ts'
import type { App } from '../session/app.ts'

type Line = UsageReport['lines'][number]
type By = (typeof BY)[number]

interface Options {
  output: CsvFormat
  since?: string
  until?: string
  project?: string
  department?: string
  pool?: string
  cluster?: string
  user?: string
  months?: number
}

/** The API keeps 400 days. */
const MONTHS_MAX = 13

const BY = ['project', 'user', 'department', 'pool', 'cluster'] as const

/** `fairlead usage`. */
export function usageCommand(app: App): Command {
  const command = new Command('usage')
    .summary('hours of GPUs and cores held and used in a time')
    .description(
      'Hours of whole GPUs and cores: held by runs, used as far as usage was measured, and held above the deserved quota.',
    )
    .addArgument(new Argument('[by]', 'what the lines are').choices([...BY]).default('project'))
    .option('--since <time>', 'from when on: 2h, 30d, or a date; absent: a week ago', pastTime)
    .option('--until <time>', 'up to when; absent: now', pastTime)
    .option('-p, --project <name>', 'only of this project')
    .option('--department <name>', 'only of this department')
    .option('-c, --cluster <name>', 'only on this cluster')
    .option('--pool <name>', 'only in this node pool')
    .option('--user <name>', 'only of this user')
    .option('--months <n>', 'so many calendar months up to this one, beside each other; in UTC', count)
    .addHelpText(
      'after',
      examples(
        'fairlead usage',
        'fairlead usage --months 6 --project vision',
        'fairlead usage user --since 30d',
        'fairlead usage pool --project vision -o json',
        'fairlead usage --since 30d -o csv > usage.csv',
      ),
    )
  return withOutput(command, CSV_FORMATS).action(
    async (by: By, { output, since, until, pool, months, ...filter }: Options) => {
      const query = { by, ...defined({ ...filter, from: since, to: until, nodePool: pool }) }
      if (output === 'csv') {
        return await writeCsv(app, command, app.client.usage.csv(query, { signal: app.host.signal }))
      }
      if (months !== undefined) {
        if (since !== undefined || until !== undefined || months > MONTHS_MAX) {
          throw new UsageError(`--months is 1 to ${MONTHS_MAX}, and stands alone: without --since and --until`)
        }
        return await showMonths(app, output, months, defined({ ...filter, nodePool: pool }))
      }
      const report = await app.client.usage.get(query)
      answer(app, {
        output,
        data: report,
        names: () => report.lines.map((line) => line.name),
        table: () => showUsage(app, report),
      })
    },
  )
}

function showUsage(app: App, report: UsageReport): string {
  const { from, to, lines, total, currency } = report
  const head = `${local(from)} to ${local(to)}\n`
  if (lines.length === 0) return `${head}Nothing ran in this time.\n`
  const rows = lines.length > 1 ? [...lines, { id: '', name: 'all', ...total }] : lines
  const hours = (title: string, value: (line: Line) => number): Column<Line> => ({
    title,
    value: (line) => (value(line) === 0 ? '' : rounded(value(line))),
    align: 'right',
  })
  const busy = (title: string, resource: 'gpu' | 'cpu'): Column<Line> => ({
    title,
    value: ({ [resource]: use }) =>
      use.used === null || use.measured === 0 ? '' : `${Math.round((use.used / use.measured) * 100)}%`,
    align: 'right',
  })
  return `${head}${table(
    rows,
    [
      { title: 'NAME', value: (line) => line.name, elastic: 3 },
      hours('GPU HOURS', (line) => line.gpu.allocated),
      busy('USED', 'gpu'),
      hours('OVER QUOTA', (line) => line.gpu.overQuota),
      hours('CPU HOURS', (line) => line.cpu.allocated),
      busy('CPU USED', 'cpu'),
      {
        title: currency === null ? 'COST' : `COST ${currency}`,
        value: ({ cost }) => (cost === null ? '' : cost.toFixed(2)),
        align: 'right',
      },
    ],
    app,
  )}${unpricedText(report)}`
}

/** What is missing from the costs, and how it is mended. */
function unpricedText({ currency, total }: UsageReport): string {
  if (total.gpu.allocated === 0 || total.unpriced === 0) return ''
  if (currency === null) return 'No price is set, so nothing is said of costs: fairlead prices --help\n'
  return `${rounded(total.unpriced)} GPU hours had no price when they were held: fairlead prices\n`
}

function rounded(hours: number): string {
  return hours >= 100 ? String(Math.round(hours)) : String(Math.round(hours * 100) / 100)
}
