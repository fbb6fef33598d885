import type { ComponentProps, ReactNode } from 'react'
import { buttonClass } from './button.tsx'
import { cx } from '../../lib/cx.ts'
import classes from './button.module.css'

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  /** What it does, in words: read out, and shown on hover. */
  label: string
  children: ReactNode
  size?: 'medium' | 'small'
  shortcut?: string
}

/** A button that is only a picture. */
export function IconButton({ label, children, size = 'medium', shortcut, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={shortcut ? `${label} (${shortcut})` : label}
      {...rest}
      className={buttonClass({ variant: 'quiet', size }, cx(classes['icon'], className))}
    >
      {children}
    </button>
  )
}
