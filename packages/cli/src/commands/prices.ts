import type { Price, Prices } from '@fairlead/sdk'
import { Command, InvalidArgumentError } from 'commander'
import { defined } from '../lib/defined.ts'
import { examples } from '../lib/examples.ts'
import { UsageError } from '../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import { table } from '../output/table.ts'
import { local } from '../output/times.ts'
import type { App } from '../session/app.ts'

interface Options {
  output: Format
  all?: boolean
  set?: number
  end?: boolean
  model?: string
  pool?: string
  currency?: string
  from?: string
}

/** `fairlead prices`. */
export function pricesCommand(app: App): Command {
  const command = new Command('prices')
    .summary('what an hour of a GPU costs; --set says it')
    .description(
      'The price book: prices for an hour of a whole GPU, by model, by node pool, or for both. Each holds from its begin until the next one of the same model and pool; hours cost what was valid in them. Of several the most particular holds: pool and model, pool, model, all.',
    )
    .option('-a, --all', 'also prices of before and of later')
    .option('--set <amount>', 'a price from now on, or from --from', amount)
    .option('--end', 'no price for this model and pool from then on')
    .option('--model <name>', 'of this GPU model; absent: every model')
    .option('--pool <name>', 'in this node pool; absent: every pool')
    .option('--currency <code>', 'such as EUR; needed once, with the first price')
    .option('--from <time>', 'when it begins: a date, such as 2027-01-01; the hour counts whole', moment)
    .addHelpText(
      'after',
      examples(
        'fairlead prices',
        'fairlead prices --set 2.40 --currency EUR',
        'fairlead prices --set 3.10 --model H100 --from 2027-01-01',
        'fairlead prices --end --model H100 --pool spot',
      ),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(async (options: Options) => {
    const { output, all = false, set, end, model, pool, currency, from } = options
    if (set !== undefined && end) throw new UsageError('--set and --end exclude each other')
    if (set === undefined && !end) {
      if ([model, pool, currency, from].some((given) => given !== undefined)) {
        throw new UsageError('--model, --pool, --currency and --from go with --set or --end', {
          hint: 'fairlead prices --set 2.40 --currency EUR',
        })
      }
      const prices = await app.client.usage.prices()
      return answer(app, { output, data: prices, table: () => showPrices(app, prices, all) })
    }
    const price = await app.client.usage.setPrice({
      amount: set ?? null,
      ...defined({ gpuModel: model, nodePool: pool, currency, validFrom: from }),
    })
    answer(app, { output, data: price, table: () => `${said(price)}\n` })
  })
}

function showPrices(app: App, { items, models }: Prices, all: boolean): string {
  const shown = all ? items : items.filter(({ isCurrent }) => isCurrent)
  if (shown.length === 0) {
    const known = models.length > 0 ? `Models here: ${models.join(', ')}.\n` : ''
    return `There is no price. Set one: fairlead prices --set 2.40 --currency EUR\n${known}`
  }
  return table(
    shown,
    [
      { title: 'MODEL', value: ({ gpuModel }) => gpuModel ?? 'every', elastic: 3 },
      { title: 'POOL', value: ({ nodePool }) => nodePool?.name ?? 'every', elastic: 2 },
      { title: 'GPU HOUR', value: (price) => amountText(price), align: 'right' },
      { title: 'FROM', value: ({ validFrom }) => local(validFrom) },
      { title: '', value: ({ isCurrent }) => (isCurrent || !all ? '' : 'not now') },
      { title: 'BY', value: ({ createdBy }) => createdBy.name, elastic: 1 },
    ],
    app,
  )
}

function said(price: Price): string {
  const of = `${price.gpuModel ?? 'every model'} in ${price.nodePool?.name ?? 'every pool'}`
  const from = `from ${local(price.validFrom)} on`
  return price.amount === null ? `no price for ${of} ${from}` : `${amountText(price)} for ${of} ${from}`
}

function amountText({ amount: value, currency }: Price): string {
  return value === null ? 'ends' : `${value} ${currency}`
}

function amount(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('give an amount, such as 2.40.')
  }
  return value
}

function moment(text: string): string {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new InvalidArgumentError('give a date, such as 2027-01-01, or a date and time.')
  return new Date(at).toISOString()
}
