import { useNow } from '../../lib/clock.ts'
import { usePrefs } from '../../lib/prefs.ts'
import type { Why } from './gates.ts'
import { startSpan, startTip } from './start-span.ts'
import classes from './explain.module.css'

/** When what is explained starts, or what has to happen first, in a sentence. */
export function StartLine({ why }: { why: Why }) {
  const now = useNow(5000)
  const { zone } = usePrefs()
  const words = startWords(why, now)
  if (words === undefined) return null
  const estimate = why.permanent ? null : why.workload.startEstimate
  return (
    <p className={classes['start']} data-tip={estimate ? startTip(estimate, now, zone) : undefined}>
      {words}
      {estimate?.p50 ? <span> Half of the forecasts to nine of ten.</span> : null}
    </p>
  )
}

/** What has to be so before work with that reason can start at all. */
const UNTIL: Readonly<Record<string, string>> = {
  QUEUE_UNKNOWN: 'its project is a queue of this pool',
  NO_QUOTA: 'its project is guaranteed as much as it asks for, or it may be preempted',
  OVER_LIMIT: 'a limit is raised, or it asks for less',
  USER_LIMIT: 'the limit of its user is raised, or it asks for less',
  NO_MATCHING_NODE: 'there is a node like the one it asks for',
  TAINTED: 'it tolerates what nodes are kept for, or a node is free of that',
  TOO_LARGE: 'there is a larger node, or it asks for less',
  TOPOLOGY: 'there is so much room close together, or it asks for less',
  NEIGHBOURS: 'what it is to be beside has a place where it fits, too',
  CLUSTER_RULES: 'a cluster is as its rules ask',
  CLUSTER_OFFLINE: 'a cluster that it may run on is back in contact',
  CLUSTER_PAUSED: 'a cluster that it may run on is resumed',
}
const SHUT = new Set(['CLUSTER_OFFLINE', 'CLUSTER_PAUSED'])

/**
 * When waiting work starts, in one sentence: a span from half of all forecasts to nine of ten, or what has to happen first. `now` is in milliseconds since 1970.
 * `undefined` for work that does not wait, and while nothing is known.
 */
export function startWords({ workload, permanent }: Why, now: number): string | undefined {
  const { status, startEstimate } = workload
  if (status.phase !== 'QUEUED') return undefined
  const reason = status.reason ?? ''
  if (permanent || (SHUT.has(reason) && !startEstimate?.p50))
    return `Cannot start until ${UNTIL[reason] ?? 'something is changed'}.`
  if (!startEstimate) return undefined
  if (startEstimate.p50 === null) return 'Not likely to start within the time that was looked ahead.'
  const span = startSpan(startEstimate, now)
  return `Likely to start ${/^(in|any|now)\b/.test(span) ? span : `in ${span}`}.`
}
