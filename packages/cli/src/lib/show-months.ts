import type { Input, UsageReport } from '@fairlead/sdk'
import { answer, type Format } from '../output/format.ts'
import { table } from '../output/table.ts'
import type { App } from '../session/app.ts'

interface Month {
  month: string
  currency: string | null
  total: UsageReport['total']
}

/** Calendar months in UTC, the last one up to now, each with what it held and cost. */
export async function showMonths(
  app: App,
  output: Format,
  count: number,
  filter: Omit<Input<'usage.get'>, 'from' | 'to' | 'by'>,
): Promise<void> {
  const now = new Date(app.host.now())
  const starts = Array.from({ length: count + 1 }, (_, index) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count + 1 + index, 1)).toISOString(),
  )
  const months: Month[] = []
  for (const [index, from] of starts.slice(0, count).entries()) {
    const to = index === count - 1 ? now.toISOString() : (starts[index + 1] ?? '')
    const { total, currency } = await app.client.usage.get({ ...filter, from, to })
    months.push({ month: from.slice(0, 7), currency, total })
  }
  answer(app, {
    output,
    data: months,
    names: () => months.map(({ month }) => month),
    table: () => tableOf(app, months),
  })
}

function tableOf(app: App, months: readonly Month[]): string {
  const currency = months.at(-1)?.currency
  return table(
    months,
    [
      { title: 'MONTH', value: ({ month }) => month },
      { title: 'GPU HOURS', value: ({ total }) => total.gpu.allocated.toFixed(1), align: 'right' },
      {
        title: 'USED',
        value: ({ total: { gpu } }) =>
          gpu.used === null || gpu.measured === 0 ? '' : `${Math.round((gpu.used / gpu.measured) * 100)}%`,
        align: 'right',
      },
      { title: 'OVER QUOTA', value: ({ total }) => total.gpu.overQuota.toFixed(1), align: 'right' },
      { title: 'CPU HOURS', value: ({ total }) => total.cpu.allocated.toFixed(1), align: 'right' },
      {
        title: currency ? `COST ${currency}` : 'COST',
        value: ({ total: { cost } }) => (cost === null ? '' : cost.toFixed(2)),
        align: 'right',
      },
    ],
    app,
  )
}
