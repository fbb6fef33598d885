import { IconChevronRight } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import classes from './more.module.css'

interface MoreProps {
  title: string
  /** Something inside says something, or is wrong: it opens. What the reader does afterwards stays. */
  isOpen: boolean
  children: ReactNode
}

/** Fields that few need, folded away until somebody opens them or one of them has something to say. */
export function More({ title, isOpen, children }: MoreProps) {
  const [isShown, setShown] = useState(isOpen)
  const [wasOpen, setWasOpen] = useState(isOpen)
  if (wasOpen !== isOpen) {
    setWasOpen(isOpen)
    if (isOpen) setShown(true)
  }
  return (
    <details className={classes['more']} open={isShown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>
        <IconChevronRight size={14} aria-hidden />
        {title}
      </summary>
      <div className={classes['body']}>{children}</div>
    </details>
  )
}
