import { useId, type ReactNode } from 'react'
import { OldMark } from '../states/old-mark.tsx'
import { cx } from '../../lib/cx.ts'
import classes from './page.module.css'

interface SectionProps {
  title: string
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** The content reaches the edges: tables. */
  isFlush?: boolean
  className?: string | undefined
  /** When what it shows was read, in ms, if that is too long ago: see {@link useOldSince}. */
  oldSince?: number | undefined
}

/** A titled part of a page. */
export function Section({ title, note, actions, children, isFlush = false, className, oldSince }: SectionProps) {
  const id = useId()
  return (
    <section
      className={cx(classes['section'], oldSince !== undefined && classes['sectionOld'], className)}
      aria-labelledby={id}
    >
      <div className={classes['sectionHead']}>
        <h2 className={classes['sectionTitle']} id={id}>
          {title}
        </h2>
        {oldSince === undefined ? null : <OldMark at={oldSince} />}
        {note ? <span className={classes['sectionNote']}>{note}</span> : null}
        {actions}
      </div>
      <div className={isFlush ? undefined : classes['sectionBody']}>{children}</div>
    </section>
  )
}
