import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import classes from './tag.module.css'

/** A small word beside something: a label, a kind, a code. */
export function Tag({ children, kind }: { children: ReactNode; kind?: 'code' | 'warn' | 'accent' }) {
  return <span className={cx(classes['tag'], kind && classes[kind])}>{children}</span>
}
