import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { cx } from '../../lib/cx.ts'
import classes from './table.module.css'

function Anchor({ className, children, ...rest }: ComponentProps<'a'>) {
  return (
    <a data-row-link {...rest} className={cx(classes['rowLink'], className)}>
      {children}
    </a>
  )
}

/** The name in a row. A click anywhere else in the row counts as a click on it: see `openRow`. */
export const RowLink = createLink(Anchor)

/** Like {@link RowLink} for rows that open something that has no address. */
export function RowButton({ className, children, ...rest }: ComponentProps<'button'>) {
  return (
    <button type="button" data-row-link {...rest} className={cx(classes['rowLink'], className)}>
      {children}
    </button>
  )
}
