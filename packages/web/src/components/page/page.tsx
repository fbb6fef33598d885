import { useEffect, type ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import classes from './page.module.css'

interface PageProps {
  /** The one first-level heading, and the title of the tab. */
  title: string
  /** Beside the heading: a count, a status. */
  meta?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** The page takes exactly the room there is, and what is in it scrolls by itself. */
  isFull?: boolean
}

export function Page({ title, meta, actions, children, isFull = false }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Fairlead`
  }, [title])
  return (
    <div className={cx(classes['page'], isFull && classes['full'])}>
      <div className={classes['head']}>
        <div className={classes['titles']}>
          <h1 className={classes['title']}>{title}</h1>
          {meta ? <div className={classes['meta']}>{meta}</div> : null}
        </div>
        {actions ? <div className={classes['actions']}>{actions}</div> : null}
      </div>
      {children}
    </div>
  )
}
