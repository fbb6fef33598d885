import type { Offers } from '@fairlead/sdk'
import { Command } from 'commander'
import { defined } from '../lib/defined.ts'
import { estimateText } from '../lib/estimate-text.ts'
import { examples } from '../lib/examples.ts'
import { count, list, notNegative } from '../lib/parse-options.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import { table } from '../output/table.ts'
import type { App } from '../session/app.ts'

interface OfferOptions {
  project?: string
  gpu?: number
  type?: string
  cpu?: string
  memory?: string
  replicas?: number
  priority?: number
  pool?: string
  cluster?: string[]
  estimates: boolean
  output: Format
}

/** `fairlead offer`. */
export function offerCommand(app: App): Command {
  const command = new Command('offer')
    .summary('where a request could start now, and how many of it')
    .description(
      'Tries copies of a request in each node pool and cluster, by the rules of your project, and submits nothing. Where none would start now, it says when: half of the simulated futures have one started by p50, nine of ten by p90.',
    )
    .option('-p, --project <name>', 'absent: the one of the context, or the only one there is')
    .option('--gpu <devices>', 'for each replica: whole devices, or part of one: 0.5', notNegative)
    .option('--type <model>', 'part of the name of a GPU, such as H100')
    .option('--cpu <cores>', 'for each replica: 2, 0.5 or 500m')
    .option('--memory <size>', 'for each replica: 4Gi, 512Mi')
    .option('--replicas <n>', 'placed all together or not at all', count)
    .option('--priority <n>', '0 to 1000; absent: that of a job', notNegative)
    .option('--pool <name>', 'node pool; absent: all of them')
    .option('--no-estimates', 'do not work out when it would start; that takes seconds')
    .option('-c, --cluster <name>', 'only there; may be given several times', list)
    .addHelpText(
      'after',
      examples(
        'fairlead offer --gpu 4',
        'fairlead offer --gpu 8 --replicas 4 --type H100',
        'fairlead offer --cpu 64 -o json',
      ),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(async ({ output, ...options }: OfferOptions) => {
    const { gpu, type, cpu, memory, replicas, priority, pool, cluster } = options
    const offers = await app.client.offers.get({
      project: await app.project(options.project),
      ...(options.estimates ? {} : { estimates: false }),
      ...defined({ gpu, gpuType: type, cpu, memory, replicas, priority, nodePool: pool, clusters: cluster }),
    })
    answer(app, { output, data: offers, table: () => showOffers(app, offers) })
  })
}

function showOffers(app: App, { items, copiesMax }: Offers): string {
  if (items.length === 0) return 'There are no nodes in the pools and clusters that were asked for.\n'
  const many = (copies: number) => (copies >= copiesMax ? `${copies}+` : String(copies))
  return table(
    items,
    [
      { title: 'POOL', value: ({ nodePool }) => nodePool.name },
      { title: 'CLUSTER', value: ({ cluster }) => cluster.name },
      {
        title: 'NOW',
        value: ({ now }) => many(now),
        align: 'right',
        color: (text, { now }) => (now > 0 ? app.paint.green(text) : text),
      },
      { title: 'AFTER PREEMPTION', value: (offer) => many(offer.now + offer.afterPreemption), align: 'right' },
      {
        title: 'STOPPED FOR IT',
        value: ({ preemptions }) => (preemptions > 0 ? String(preemptions) : ''),
        align: 'right',
      },
      {
        title: 'STARTS',
        value: ({ now, start }) => (now > 0 ? 'now' : start === null ? '' : estimateText(start, app.host.now())),
      },
      { title: 'WHY NO MORE', value: ({ now, reason }) => (now >= copiesMax ? '' : (reason ?? '')), elastic: 1 },
    ],
    { width: app.width, paint: app.paint },
  )
}
