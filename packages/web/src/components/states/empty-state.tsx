import type { ReactNode } from 'react'
import classes from './states.module.css'

interface EmptyStateProps {
  title: string
  children?: ReactNode
  actions?: ReactNode
  /** The same by hand, step by step. */
  steps?: ReactNode
}

/** Nothing here yet: what the place is for, and the exact next thing to do. */
export function EmptyState({ title, children, actions, steps }: EmptyStateProps) {
  return (
    <div className={classes['box']}>
      <h2 className={classes['title']}>{title}</h2>
      {children ? <div className={classes['text']}>{children}</div> : null}
      {actions ? <div className={classes['actions']}>{actions}</div> : null}
      {steps}
    </div>
  )
}
