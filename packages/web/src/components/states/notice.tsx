import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { problemOf } from '../../lib/problem.ts'
import classes from './states.module.css'

/** A strip above something: it is partial, stale, or waits for a step. */
export function Notice({
  tone = 'info',
  title,
  children,
  action,
}: {
  tone?: 'info' | 'warn' | 'error'
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={cx(classes['alert'], classes[tone])} role={tone === 'error' ? 'alert' : 'status'}>
      <span className={classes['strong']}>{title}</span>
      {children ? <span className={classes['dim']}>{children}</span> : null}
      {action}
    </div>
  )
}

/** A refusal inside a form or a dialog: what is wrong and what to do, with the request to quote. */
export function ProblemNotice({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null
  const problem = problemOf(error)
  return (
    <Notice tone="error" title={sentence(problem.message)}>
      {problem.hint ? sentence(problem.hint) : null}
      {problem.requestId && problem.code === 'INTERNAL' ? ` (request ${problem.requestId})` : ''}
    </Notice>
  )
}
