import type { ComponentProps, ReactNode } from 'react'
import { createLink } from '@tanstack/react-router'
import { cx } from '../../lib/cx.ts'
import classes from './button.module.css'

interface Looks {
  variant?: 'default' | 'primary' | 'danger' | 'dangerFilled' | 'quiet'
  size?: 'medium' | 'small'
  icon?: ReactNode
}

type ButtonProps = ComponentProps<'button'> & Looks & { isBusy?: boolean }

export function buttonClass({ variant = 'default', size = 'medium' }: Looks, extra?: string): string {
  return cx(classes['button'], variant !== 'default' && classes[variant], size === 'small' && classes['small'], extra)
}

/** A button. While busy it keeps its words, shows that it works, and takes no second press. */
export function Button({ variant, size, icon, isBusy, className, children, disabled, ...rest }: ButtonProps) {
  const looks = { ...(variant ? { variant } : {}), ...(size ? { size } : {}) }
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(looks, className)}
      disabled={disabled === true || isBusy === true}
      aria-busy={isBusy === true}
    >
      {isBusy ? <span className={classes['spinner']} aria-hidden /> : icon}
      {children}
    </button>
  )
}

function Anchor({ variant, size, icon, className, children, ...rest }: ComponentProps<'a'> & Looks) {
  const looks = { ...(variant ? { variant } : {}), ...(size ? { size } : {}) }
  return (
    <a {...rest} className={buttonClass(looks, className)}>
      {icon}
      {children}
    </a>
  )
}

/** A link within the console that looks like a button. */
export const ButtonLink = createLink(Anchor)
