import { useMemo } from 'react'
import { LineChart } from '../../components/chart/line-chart.tsx'
import { Section } from '../../components/page/section.tsx'
import { formatNumber } from '../../lib/format/numbers.ts'
import { formatExact } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { partialUntil } from './partial-bucket.ts'
import { averages, type Resource, type Usage } from './figures-of.ts'

/** How much was held and used at one time, on average in each hour, day or week. */
export function UsageOverTime({ usage, resource }: { usage: Usage; resource: Resource }) {
  const unit = resource === 'gpu' ? 'GPUs' : 'cores'
  const { held, used, stepSeconds } = useMemo(() => averages(usage, resource), [usage, resource])
  const lines = useMemo(
    () => [
      { label: 'allocated', points: held },
      { label: 'used', points: used },
    ],
    [held, used],
  )
  const range = useMemo(() => [Date.parse(usage.from) / 1000, Date.parse(usage.to) / 1000] as const, [usage])
  const { zone } = usePrefs()
  const partial = partialUntil(usage, zone)
  return (
    <Section
      title={`${unit} over time`}
      note={
        <>
          averages of each {usage.bucket}
          {partial === undefined ? null : (
            <span data-tip={`Until ${formatExact(partial, zone)}`}>; the last {usage.bucket} so far</span>
          )}
        </>
      }
    >
      <LineChart
        title={`${unit}, on average`}
        lines={lines}
        format={short}
        range={range}
        stepSeconds={stepSeconds}
        height={180}
        isDated={usage.bucket !== 'hour'}
      />
    </Section>
  )
}

function short(value: number): string {
  // What has just begun is little of a day, and not nothing.
  return formatNumber(value, value < 0.1 ? 4 : value < 10 ? 2 : value < 100 ? 1 : 0)
}
