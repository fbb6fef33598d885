import type { JobFilter, Phase, Workload } from '@fairlead/sdk'
import { Command, InvalidArgumentError, Option } from 'commander'
import { defined } from '../lib/defined.ts'
import { examples } from '../lib/examples.ts'
import { count, list, pastTime } from '../lib/parse-options.ts'
import { KINDS } from '../lib/pod-options.ts'
import { findView } from '../lib/find-view.ts'
import { showJobs } from '../lib/show-jobs.ts'
import { viewFilter } from '../lib/view-filter.ts'
import { watch } from '../lib/watch.ts'
import { writeCsv } from '../lib/write-csv.ts'
import { answer, CSV_FORMATS, withOutput, type CsvFormat, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'

interface Options {
  output: CsvFormat
  all?: boolean
  status?: string[]
  kind?: Kind[]
  project?: string
  department?: string
  cluster?: string
  pool?: string
  query?: string
  search?: string
  view?: string
  since?: string
  limit: number
  watch?: boolean
}

type Filter = Omit<Options, 'output'>
type Kind = (typeof KINDS)[number]

const PAGE_MAX = 500

/** `fairlead ps`. */
export function psCommand(app: App): Command {
  const command = new Command('ps')
    .summary('list jobs')
    .description('Lists the jobs that have not ended, newest first. With -A, also those that have.')
    .option('-A, --all', 'those that have ended too')
    .option('-s, --status <phase>', 'only in this phase; may be given several times', list)
    .addOption(new Option('-k, --kind <kind>', 'only of this kind').argParser(kinds))
    .option('-p, --project <name>', 'only of this project')
    .option('--department <name>', 'only of this department')
    .option('-c, --cluster <name>', 'only on this cluster')
    .option('--pool <name>', 'only in this node pool')
    .option('-q, --query <text>', 'only what a query says, such as "gpu:>4 age:<2d"')
    .option('--search <text>', 'only with this in their name')
    .option('--view <name>', 'what a saved view shows, in its order; other options narrow it further')
    .option('--since <time>', 'only submitted since: 2h, 3d, or a date', pastTime)
    .option('--limit <n>', 'at most this many', count, 100)
    .option('-w, --watch', 'show it anew every two seconds')
    .addHelpText(
      'after',
      examples(
        'fairlead ps',
        'fairlead ps -A --since 1d --status FAILED',
        'fairlead ps --project vision -o json',
        'fairlead ps -A --since 30d -o csv > jobs.csv',
        'fairlead ps --view "Failed today"',
        'fairlead ps -A -q "state:failed gpu:>4 -user:kim@*"',
        'fairlead ps -A -q "state:failed finished:<24h"',
      ),
    )
  return withOutput(command, CSV_FORMATS).action(async ({ output, ...options }: Options) => {
    if (output === 'csv') {
      const { filter } = await filterOf(app, options)
      return await writeCsv(app, command, app.client.jobs.csv(filter, { signal: app.host.signal }))
    }
    if (options.watch) await watch(app, async () => showJobs(app, (await load(app, options)).jobs))
    else await show(app, output, options)
  })
}

async function show(app: App, output: Format, options: Filter): Promise<void> {
  const { jobs, hasMore } = await load(app, options)
  const isFiltered =
    options.all || options.view !== undefined || options.status !== undefined || options.kind !== undefined
  answer(app, {
    output,
    data: jobs,
    names: () => jobs.map((job) => job.name),
    table: () =>
      jobs.length > 0
        ? showJobs(app, jobs)
        : isFiltered
          ? 'No job is like that.\n'
          : 'Nothing runs or waits. Jobs that have ended: fairlead ps -A\n',
  })
  if (hasMore) app.note(`only the newest ${jobs.length} are shown; more with --limit`)
}

async function filterOf(app: App, options: Filter) {
  const phase = options.status?.map((name) => name.toUpperCase() as Phase)
  const view = options.view === undefined ? undefined : viewFilter(await findView(app, options.view))
  const filter: Omit<JobFilter, 'pageSize'> = {
    ...view?.filter,
    ...defined({
      project: options.project,
      department: options.department,
      cluster: options.cluster,
      nodePool: options.pool,
      query: options.query,
      search: options.search,
      since: options.since,
      phase,
      kind: options.kind,
    }),
    ...(options.all || phase || view ? {} : { active: true }),
  }
  return { filter, compare: view?.compare }
}

async function load(app: App, options: Filter): Promise<{ jobs: Workload[]; hasMore: boolean }> {
  const { filter, compare } = await filterOf(app, options)
  const jobs: Workload[] = []
  let hasMore = false
  for await (const job of app.client.jobs.list({ ...filter, pageSize: Math.min(PAGE_MAX, options.limit + 1) })) {
    hasMore = jobs.length === options.limit
    if (hasMore) break
    jobs.push(job.data)
  }
  return { jobs: compare ? jobs.toSorted(compare) : jobs, hasMore }
}

function kinds(text: string, before: Kind[] = []): Kind[] {
  const named = list(text).map((word) => KINDS.find((kind) => kind === word))
  if (named.includes(undefined)) throw new InvalidArgumentError(`kinds are ${KINDS.join(', ')}.`)
  return [...before, ...named.filter((kind) => kind !== undefined)]
}
