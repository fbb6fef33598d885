import { useNow } from '../../lib/clock.ts'
import { UNKNOWN } from '../../lib/format/numbers.ts'
import { formatDuration, formatExact, formatRelative } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'

/** A moment, relative to now, with the exact time in the reader's zone on hover. */
export function TimeAgo({ at, everyMs = 5000 }: { at: string | null | undefined; everyMs?: number }) {
  const now = useNow(everyMs)
  const { zone } = usePrefs()
  if (!at) return <span>{UNKNOWN}</span>
  const ms = Date.parse(at)
  return (
    <time dateTime={at} data-tip={formatExact(ms, zone)}>
      {formatRelative(ms, now)}
    </time>
  )
}

/** A moment in full. */
export function ExactTime({ at }: { at: string | null | undefined }) {
  const { zone } = usePrefs()
  if (!at) return <span>{UNKNOWN}</span>
  return <time dateTime={at}>{formatExact(Date.parse(at), zone)}</time>
}

/** How long something took, or has taken until now while it has no end. */
export function Elapsed({ from, to }: { from: string | null | undefined; to?: string | null | undefined }) {
  const now = useNow(1000)
  const { zone } = usePrefs()
  if (!from) return <span>{UNKNOWN}</span>
  const start = Date.parse(from)
  const end = to ? Date.parse(to) : now
  const exact = `${formatExact(start, zone)} – ${to ? formatExact(end, zone) : 'now'}`
  return (
    <time dateTime={`PT${Math.max(0, Math.floor((end - start) / 1000))}S`} data-tip={exact}>
      {formatDuration(end - start)}
    </time>
  )
}
