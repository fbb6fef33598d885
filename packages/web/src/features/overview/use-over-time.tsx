import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { afterFirstLoad } from '../../lib/after-first-load.ts'
import { useNow } from '../../lib/clock.ts'
import { usePrefs } from '../../lib/prefs.ts'
import type { Scope } from '../../lib/scope-text.ts'
import type { RangeText } from '../../lib/time-range.ts'
import type { Resource } from '../usage/figures-of.ts'
import { WASTE_EVERY_MS, wasteOptions } from './waste-section.tsx'
import classes from './overview.module.css'

const UsageOverTime = lazy(() =>
  import('../usage/usage-over-time.tsx').then((module) => ({ default: module.UsageOverTime })),
)

/** What was held and used over the time that the page shows: the same answer as that of {@link WasteSection}. Its chart comes after everything else. */
export function UseOverTime({ range, scope, resource }: { range: RangeText; scope: Scope; resource: Resource }) {
  const { zone } = usePrefs()
  const now = useNow(WASTE_EVERY_MS)
  const usage = useQuery({ ...wasteOptions(range, now, zone, scope), placeholderData: keepPreviousData })
  const [isTime, setTime] = useState(false)
  useEffect(() => afterFirstLoad(() => setTime(true)), [])
  // What could not be read is said below, with what was not used.
  if (usage.isError && !usage.data) return null
  const waiting = (
    <div className={classes['chart']}>
      <SkeletonRows what="the chart" rows={5} />
    </div>
  )
  if (!isTime || !usage.data) return waiting
  return (
    <Suspense fallback={waiting}>
      <UsageOverTime usage={usage.data} resource={resource} />
    </Suspense>
  )
}
