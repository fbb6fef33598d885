import { IconCheck, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './enrol-page.module.css'

export type StepState = 'done' | 'active' | 'waiting' | 'failed'
const SPOKEN: Record<StepState, string> = { done: 'done', active: 'now', waiting: 'not yet', failed: 'failed' }

interface StepProps {
  number: number
  title: string
  state: StepState
  detail?: ReactNode
  children?: ReactNode
}

/** One step on the way of a cluster. It ticks itself when the control plane has seen it done. */
export function Step({ number, title, state, detail, children }: StepProps) {
  return (
    <li className={classes['step']} data-state={state}>
      <span className={classes['marker']} role="img" aria-label={`Step ${number}, ${SPOKEN[state]}`}>
        {state === 'done' ? (
          <IconCheck size={16} stroke={2.4} />
        ) : state === 'failed' ? (
          <IconX size={16} stroke={2.4} />
        ) : (
          number
        )}
      </span>
      <div className={classes['content']}>
        <div className={classes['head']}>
          <h2 className={classes['title']}>{title}</h2>
          {detail ? <span className={classes['detail']}>{detail}</span> : null}
        </div>
        {children}
      </div>
    </li>
  )
}
