import type { ReactNode } from 'react'
import { UNKNOWN } from '../../lib/format/numbers.ts'
import classes from './facts.module.css'

/** Names and values under each other. A value that is not known is a dash. */
export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={classes['facts']}>
      {items.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === '' ? UNKNOWN : value}</dd>
        </div>
      ))}
    </dl>
  )
}
