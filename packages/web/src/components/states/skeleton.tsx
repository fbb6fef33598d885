import classes from './states.module.css'

/** Rows to come. Said once to screen readers, and quiet to everybody else. */
export function SkeletonRows({ rows = 6, what }: { rows?: number; what: string }) {
  return (
    <div className={classes['skeleton']} role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes['line']} aria-hidden>
          <span />
          <span />
          <span />
        </div>
      ))}
    </div>
  )
}
