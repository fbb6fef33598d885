import type { ReactNode } from 'react'
import classes from './simple-table.module.css'

/** Two things of a cell under each other, the second in a quieter voice. */
export function Pair({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <span className={classes['pair']}>
      <span>{first}</span>
      {second === null ? null : <small>{second}</small>}
    </span>
  )
}
