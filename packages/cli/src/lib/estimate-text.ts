import type { StartEstimate } from '@fairlead/sdk'
import { local } from '../output/times.ts'

const DAY_MS = 86_400_000

/** `p50 14:10, p90 15:35`: the reader's own time, with the date where it is more than half a day away. */
export function estimateText({ p50, p90 }: StartEstimate, now: number): string {
  if (p50 === null) return 'not within the time that was looked at'
  return `p50 ${clock(p50, now)}, p90 ${p90 === null ? 'later than was looked at' : clock(p90, now)}`
}

function clock(iso: string, now: number): string {
  const text = local(iso)
  return Math.abs(Date.parse(iso) - now) < DAY_MS / 2 ? text.slice(11, 16) : text.slice(0, 16)
}
