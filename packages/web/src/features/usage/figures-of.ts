import type { Outputs } from '../../lib/trpc.ts'

export type Usage = Outputs['usage']['get']
export type Use = Usage['total']['gpu']
export type Resource = 'gpu' | 'cpu'

/** Part of what was measured that was used; nothing where nothing was measured. */
export function busyShare({ used, measured }: Use): number | undefined {
  return used === null || measured <= 0 ? undefined : used / measured
}

/** Held, known of and not used. */
export function wasted({ used, measured }: Use): number | undefined {
  return used === null ? undefined : Math.max(0, measured - used)
}

const BUCKET_SECONDS = { hour: 3600, day: 86_400, week: 604_800 }

/**
 * Hours by bucket as what was held at one time on average: a bucket that is cut by the range counts as far as it lies in it. A bucket in which
 * nothing ran held nothing; one of which nothing was measured has no use.
 */
export function averages(usage: Usage, resource: Resource) {
  const span = BUCKET_SECONDS[usage.bucket]
  const [from, to] = [Date.parse(usage.from) / 1000, Date.parse(usage.to) / 1000]
  const known = new Map(usage.points.map((point) => [Date.parse(point.at) / 1000, point[resource]]))
  const first = [...known.keys()][0] ?? from
  const begin = first - Math.floor((first - from) / span) * span
  const starts = new Set(known.keys())
  for (let at = begin; at < to; at += span) {
    // Clocks that change move the begin of days by an hour.
    if (![...known.keys()].some((other) => Math.abs(other - at) < span / 2)) starts.add(at)
  }
  const sorted = [...starts].toSorted((a, b) => a - b)
  const perHour = (at: number) => Math.max(1, Math.min(at + span, to) - Math.max(at, from)) / 3600
  return {
    stepSeconds: span,
    held: sorted.map((at): [number, number] => [at, (known.get(at)?.allocated ?? 0) / perHour(at)]),
    used: sorted.flatMap((at): [number, number][] => {
      const use = known.get(at)
      const share = use && busyShare(use)
      // What was measured stands for all of it.
      return use && share !== undefined ? [[at, (use.allocated * share) / perHour(at)]] : []
    }),
  }
}
