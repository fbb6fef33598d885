import type { Pending, PendingWorkload, Queue } from '@fairlead/sdk'
import { Command } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { count, list } from '../../lib/parse-options.ts'
import { showPending } from '../../lib/show-pending.ts'
import { showQueues } from '../../lib/show-queues.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { watch } from '../../lib/watch.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

const PAGE_MAX = 500

interface Options {
  output: Format
  pool?: string
  resource?: string[]
  pending?: boolean
  project?: string
  department?: string
  reason?: string
  search?: string
  limit: number
  watch?: boolean
}

/** `fairlead queue ls`. */
export function queueLsCommand(app: App): Command {
  const command = new Command('ls')
    .summary('who is owed, holds and asks for how much; with --pending, what waits')
    .option('--pool <name>', 'only in this node pool')
    .option('-r, --resource <name>', 'only this resource: gpu, cpu, memory; may be given several times', list)
    .option('--pending', 'what waits, in the order of the scheduler, and why')
    .option('-p, --project <name>', 'with --pending: only of this project')
    .option('--department <name>', 'with --pending: only of this department')
    .option('--reason <code>', 'with --pending: only what waits for this reason')
    .option('--search <text>', 'with --pending: only with this in the name')
    .option('--limit <n>', 'with --pending: at most this many', count, 100)
    .option('-w, --watch', 'show it anew every two seconds')
    .addHelpText(
      'after',
      examples(
        'fairlead queue ls -r gpu',
        'fairlead queue ls --pool a100 --watch',
        'fairlead queue ls --pending -p vision',
      ),
    )
  return withOutput(command).action(async (options: Options) => {
    if (options.pending) return await listPending(app, options)
    if ([options.project, options.department, options.reason, options.search].some((given) => given !== undefined)) {
      throw new UsageError('--project, --department, --reason and --search choose among what waits: add --pending', {
        hint: 'fairlead queue ls --pending',
      })
    }
    const { output, pool, resource, watch: isWatched } = options
    const load = () => app.client.queues.list(defined({ nodePool: pool }))
    const page = (queues: readonly Queue[]) =>
      queues.length === 0 ? 'There is no queue that you may see.\n' : showQueues(app, queues, resource)
    if (isWatched) return await watch(app, async () => page(await load()))
    const queues = await load()
    answer(app, {
      output,
      data: queues,
      names: () => [...new Set(queues.map(({ queue }) => queue.name))],
      table: () => page(queues),
    })
  })
}

async function listPending(app: App, { output, watch: isWatched, ...options }: Options): Promise<void> {
  const load = () => loadPending(app, options)
  const page = ({ items, totals }: Waiting) =>
    items.length === 0 ? 'Nothing waits there.\n' : showPending(app, items, totals)
  if (isWatched) return await watch(app, async () => page(await load()))
  const waiting = await load()
  answer(app, {
    output,
    data: waiting.items,
    names: () => waiting.items.map(({ name }) => name),
    table: () => page(waiting),
  })
  if (waiting.totals.total > waiting.items.length) {
    app.note(`only the first ${waiting.items.length} of ${waiting.totals.total} are shown; more with --limit`)
  }
}

interface Waiting {
  items: PendingWorkload[]
  totals: Pending
}

async function loadPending(app: App, options: Omit<Options, 'output' | 'watch'>): Promise<Waiting> {
  const { pool, project, department, reason, search, limit } = options
  const filter = defined({ nodePool: pool, project, department, reason, search })
  const totals = await app.client.queues.waiting({ ...filter, pageSize: 0 })
  const items: PendingWorkload[] = []
  for await (const item of app.client.queues.pending({ ...filter, pageSize: Math.min(PAGE_MAX, limit) })) {
    if (items.push(item) >= limit) break
  }
  return { items, totals }
}
