import type { WorkloadDetail } from '@fairlead/sdk'

type Priced = Pick<WorkloadDetail, 'requests'> & Partial<Pick<WorkloadDetail, 'cost'>>

/** `12.40 EUR so far, likely 40.00 to 52.00 EUR in all`. Empty without prices or GPUs, and where an older control plane says nothing of it. */
export function costText({ cost, requests }: Priced): string {
  if (!cost || cost.currency === null || (cost.gpuHours === 0 && !requests['gpu'])) return ''
  const { currency, expected, limit } = cost
  const money = (amount: number) => `${amount.toFixed(2)} ${currency}`
  return [
    cost.cost === null ? 'no price is known of its GPUs' : `${money(cost.cost)} so far`,
    ...(cost.cost !== null && cost.unpriced > 0 ? [`and ${cost.unpriced.toFixed(1)} GPU hours without a price`] : []),
    ...(expected
      ? [
          expected.p50 === expected.p90
            ? `likely ${money(expected.p50)} in all`
            : `likely ${expected.p50.toFixed(2)} to ${money(expected.p90)} in all`,
        ]
      : []),
    ...(limit === null ? [] : [`at most ${money(limit)}`]),
  ].join(', ')
}
