import classes from './bars.module.css'

export interface Share {
  /** `null`: without bound. */
  deserved: number | null
  limit: number | null
  fairShare: number
  allocated: number
  requested: number
}

/** The largest amount that a bar of this share has to show. */
export function shareExtent(share: Share): number {
  return Math.max(share.deserved ?? 0, share.fairShare, share.allocated, share.requested)
}

/**
 * The scale on which these shares can be compared. Requests may be a thousand times what there is: then what is held and owed sets the scale, and bars of
 * requests run over its end.
 */
export function shareScale(shares: readonly Share[]): number {
  const whole = Math.max(1, ...shares.map(shareExtent))
  const held = Math.max(...shares.map((share) => shareExtent({ ...share, requested: 0 })))
  return (held > 0 && whole > held * REQUESTS_MAX ? held * REQUESTS_MAX : whole) * 1.02
}

/** Requests are drawn up to this many times of what is held or owed. */
const REQUESTS_MAX = 2.5

/**
 * How a queue stands, in one line: what it holds, how much of that is borrowed, what it asks for, and where its deserved amount and its fair
 * share lie. All bars of a list share one scale, so that lengths can be compared.
 */
export function ShareBar({ share, max, height = 12 }: { share: Share; max: number; height?: number }) {
  const x = (amount: number) => `${max > 0 ? Math.min(100, (amount / max) * 100) : 0}%`
  const owned = share.deserved === null ? share.allocated : Math.min(share.allocated, share.deserved)
  const inner = height - 4
  return (
    <svg className={classes['bar']} height={height} aria-hidden>
      <rect className={classes['track']} y="2" width="100%" height={inner} rx="2" />
      <rect className={classes['requested']} y="2" width={x(share.requested)} height={inner} rx="2" />
      <rect className={classes['borrowed']} y="2" width={x(share.allocated)} height={inner} rx="2" />
      <rect className={classes['allocated']} y="2" width={x(owned)} height={inner} rx="2" />
      {share.deserved === null ? null : (
        <svg x={x(share.deserved)} overflow="visible">
          <rect className={classes['deserved']} x="-1" width="2" height={height} />
        </svg>
      )}
      {share.fairShare > 0 ? (
        <svg x={x(share.fairShare)} overflow="visible">
          <path className={classes['fair']} d={`M-4 ${height + 1}h8L0 ${height - 5}z`} />
        </svg>
      ) : null}
      {share.requested > max ? (
        <svg x="100%" overflow="visible">
          <path className={classes['over']} d={`M-9 ${height / 2 - 3}l3 3l-3 3M-5 ${height / 2 - 3}l3 3l-3 3`} />
        </svg>
      ) : null}
      {share.limit !== null && share.limit <= max ? (
        <svg x={x(share.limit)} overflow="visible">
          <rect className={classes['limit']} x="-1" y="1" width="1.5" height={inner + 2} />
        </svg>
      ) : null}
    </svg>
  )
}

/** What the parts of {@link ShareBar} mean. */
export function ShareLegend() {
  return (
    <div className={classes['legend']}>
      <span>
        <svg width="14" height="8" aria-hidden>
          <rect className={classes['allocated']} width="14" height="8" rx="2" />
        </svg>
        allocated
      </span>
      <span>
        <svg width="14" height="8" aria-hidden>
          <rect className={classes['borrowed']} width="14" height="8" rx="2" />
        </svg>
        borrowed
      </span>
      <span>
        <svg width="14" height="8" aria-hidden>
          <rect className={classes['requested']} width="14" height="8" rx="2" />
        </svg>
        requested
      </span>
      <span>
        <svg width="4" height="12" aria-hidden>
          <rect className={classes['deserved']} x="1" width="2" height="12" />
        </svg>
        deserved
      </span>
      <span>
        <svg width="10" height="8" aria-hidden>
          <path className={classes['fair']} d="M1 8h8L5 1z" />
        </svg>
        fair share
      </span>
      <span>
        <svg width="4" height="12" aria-hidden>
          <rect className={classes['limit']} x="1" width="1.5" height="12" />
        </svg>
        limit
      </span>
    </div>
  )
}
