import { useQueries } from '@tanstack/react-query'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { formatShare, UNKNOWN } from '../../lib/format/numbers.ts'
import { formatIn } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { monthsBack } from '../../lib/time-range.ts'
import { trpc, type Inputs } from '../../lib/trpc.ts'
import { busyShare, wasted } from './figures-of.ts'
import { moneyText } from './money-text.ts'
import { monthCommands } from './usage-commands.ts'
import type { UsageSearch } from './usage-search.ts'
import { hoursText } from './hours-text.ts'

const MONTHS = 6
const STALE_MS = 60_000

interface UsageMonthsProps {
  filter: Omit<Inputs['usage']['get'], 'from' | 'to' | 'by'>
  search: UsageSearch
  now: number
}

/** The last months beside each other, the newest first: hours, what of them was used, and what they cost by the prices of their time. */
export function UsageMonths({ filter, search, now }: UsageMonthsProps) {
  const { zone } = usePrefs()
  const spans = monthsBack(MONTHS, now, zone)
  const queries = useQueries({
    queries: spans.map(({ from, to }) =>
      trpc.usage.get.queryOptions(
        { ...filter, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
        { staleTime: STALE_MS },
      ),
    ),
  })
  const failed = queries.find(({ isError, data }) => isError && !data)
  const rows = spans.flatMap((span, index) => {
    const usage = queries[index]?.data
    const before = queries[index + 1]?.data
    return usage ? [{ ...span, usage, before }] : []
  })
  return (
    <Section
      title="Months"
      note="each beside the one before; this one up to now"
      isFlush
      actions={<CopyAs title="The same by hand, in UTC" commands={monthCommands(search, MONTHS)} />}
    >
      {failed ? (
        <ErrorState title="The months could not be read" error={failed.error} onRetry={() => void failed.refetch()} />
      ) : rows.length < MONTHS ? (
        <SkeletonRows what="the months" rows={MONTHS} />
      ) : (
        <SimpleTable
          label="Months"
          rows={rows}
          keyOf={({ from }) => from}
          columns={[
            {
              id: 'month',
              header: 'Month',
              cell: ({ from }) => formatIn(zone, 'month', { month: 'long', year: 'numeric' }).format(from),
            },
            {
              id: 'hours',
              header: 'GPU hours',
              align: 'end',
              cell: ({ usage }) => hoursText(usage.total.gpu.allocated),
            },
            {
              id: 'change',
              header: 'To the month before',
              align: 'end',
              cell: ({ usage, before }) => changeText(usage.total.gpu.allocated, before?.total.gpu.allocated),
            },
            {
              id: 'used',
              header: 'Used',
              align: 'end',
              cell: ({ usage }) => {
                const share = busyShare(usage.total.gpu)
                return share === undefined ? UNKNOWN : formatShare(share, 1)
              },
            },
            {
              id: 'idle',
              header: 'Not used',
              align: 'end',
              cell: ({ usage }) => {
                const idle = wasted(usage.total.gpu)
                return idle === undefined ? UNKNOWN : hoursText(idle)
              },
            },
            {
              id: 'cost',
              header: 'Cost',
              align: 'end',
              cell: ({ usage }) => moneyText(usage.total.cost, usage.currency),
            },
            {
              id: 'costChange',
              header: 'Cost to the month before',
              align: 'end',
              cell: ({ usage, before }) => changeText(usage.total.cost, before?.total.cost),
            },
          ]}
        />
      )}
    </Section>
  )
}

function changeText(now: number | null, before: number | null | undefined): string {
  if (now === null || before === null || before === undefined || before <= 0) return UNKNOWN
  const change = Math.round(((now - before) / before) * 100)
  return change === 0 ? 'the same' : `${change > 0 ? '+' : '−'}${Math.abs(change)} %`
}
