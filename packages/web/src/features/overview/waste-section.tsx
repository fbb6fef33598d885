import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ButtonLink } from '../../components/button/button.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { ServedCsvButton } from '../../components/table/served-csv-button.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { useNow } from '../../lib/clock.ts'
import { formatShare, UNKNOWN } from '../../lib/format/numbers.ts'
import { usePrefs } from '../../lib/prefs.ts'
import type { Scope } from '../../lib/scope-text.ts'
import { RANGE_LABELS, resolveRange, type RangeName, type RangeText } from '../../lib/time-range.ts'
import { trpc } from '../../lib/trpc.ts'
import { busyShare, wasted } from '../usage/figures-of.ts'
import { hoursText } from '../usage/hours-text.ts'

const SHOWN = 6
export const WASTE_EVERY_MS = 60_000

function wasteInput(range: RangeText, nowMs: number, zone: string, scope: Scope) {
  const { from, to } = resolveRange(range, Math.floor(nowMs / WASTE_EVERY_MS) * WASTE_EVERY_MS, zone)
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), ...scope }
}

/** The question behind the section: the same within a minute. */
export function wasteOptions(range: RangeText, nowMs: number, zone: string, scope: Scope) {
  return trpc.usage.get.queryOptions(wasteInput(range, nowMs, zone, scope), { staleTime: WASTE_EVERY_MS })
}

/** Which projects held GPUs that they did not use in the time that the page shows, most first. */
export function WasteSection({ range, scope }: { range: RangeText; scope: Scope }) {
  const { zone } = usePrefs()
  const now = useNow(WASTE_EVERY_MS)
  const usage = useQuery({ ...wasteOptions(range, now, zone, scope), placeholderData: keepPreviousData })
  const lines = (usage.data?.lines ?? []).toSorted((a, b) => (wasted(b.gpu) ?? -1) - (wasted(a.gpu) ?? -1))
  return (
    <Section
      title="GPU hours not used"
      note={RANGE_LABELS[range as RangeName] ?? 'in the days chosen'}
      isFlush
      actions={
        <>
          <ServedCsvButton
            list="usage"
            name="gpu-hours-by-project"
            filter={() => wasteInput(range, now, zone, scope)}
          />
          <ButtonLink to="/usage" search={{ range }} size="small">
            Usage
          </ButtonLink>
        </>
      }
    >
      {usage.isError && !usage.data ? (
        <ErrorState title="The usage could not be read" error={usage.error} onRetry={() => void usage.refetch()} />
      ) : usage.isPending ? (
        <SkeletonRows what="the usage" rows={3} />
      ) : (
        <SimpleTable
          label="GPU hours not used by project"
          rows={lines.slice(0, SHOWN)}
          keyOf={({ id }) => id}
          empty="Nothing ran in this time."
          columns={[
            { id: 'name', header: 'Project', cell: ({ name }) => name },
            { id: 'allocated', header: 'Allocated', align: 'end', cell: ({ gpu }) => hoursText(gpu.allocated) },
            {
              id: 'used',
              header: 'Used',
              align: 'end',
              cell: ({ gpu }) => {
                const share = busyShare(gpu)
                return share === undefined ? UNKNOWN : formatShare(share, 1)
              },
            },
            {
              id: 'idle',
              header: 'Not used',
              align: 'end',
              cell: ({ gpu }) => {
                const idle = wasted(gpu)
                return idle === undefined ? UNKNOWN : hoursText(idle)
              },
            },
            { id: 'over', header: 'Over quota', align: 'end', cell: ({ gpu }) => hoursText(gpu.overQuota) },
          ]}
        />
      )}
    </Section>
  )
}
