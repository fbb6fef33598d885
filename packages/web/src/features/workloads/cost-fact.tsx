import { formatNumber, plural } from '../../lib/format/numbers.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { moneyText } from '../usage/money-text.ts'

type Cost = Outputs['workloads']['get']['cost']

/** True when there is something to say: prices are known, and it holds GPUs or asks for some. */
export function hasCost({ cost, requests }: Pick<Outputs['workloads']['get'], 'cost' | 'requests'>): boolean {
  return cost.currency !== null && (cost.gpuHours > 0 || (requests['gpu'] ?? 0) > 0)
}

/** What a workload cost so far, and what it may cost as far as that is known. */
export function CostFact({ cost }: { cost: Cost }) {
  return <span data-tip={howText(cost)}>{costText(cost)}</span>
}

/** `€12.40 so far, likely €40.00 to €52.00 in all, at most €96.00`. */
export function costText({ cost, currency, unpriced, expected, limit }: Cost): string {
  const money = (amount: number) => moneyText(amount, currency)
  return [
    `${moneyText(cost, currency)} so far`,
    ...(unpriced > 0 ? [`and ${formatNumber(unpriced, 1)} GPU hours without a price`] : []),
    ...(expected
      ? [
          expected.p50 === expected.p90
            ? `likely ${money(expected.p50)} in all`
            : `likely ${money(expected.p50)} to ${money(expected.p90)} in all`,
        ]
      : []),
    ...(limit === null ? [] : [`at most ${money(limit)}`]),
  ].join(', ')
}

function howText({ gpuHours, expected, limit }: Cost): string {
  return [
    `${plural(gpuHours, 'GPU hour')} held by its runs, each by the price of its time.`,
    ...(expected ? [`Likely: as long as ${plural(expected.samples, 'run')} of its project and size took lately.`] : []),
    ...(limit === null ? [] : ['At most: when its time limit ends it.']),
  ].join(' ')
}
