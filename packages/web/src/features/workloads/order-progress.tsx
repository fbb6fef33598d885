import { IconCheck } from '@tabler/icons-react'
import { cx } from '../../lib/cx.ts'
import type { Order } from './order.ts'
import type { Status } from './phases.ts'
import classes from './order-progress.module.css'

const GOALS: Record<Order, readonly Status['phase'][]> = {
  cancel: ['CANCELLED', 'SUCCEEDED', 'FAILED'],
  stop: ['SUSPENDED', 'SUCCEEDED', 'FAILED', 'CANCELLED'],
  resume: ['QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'],
}

interface OrderProgressProps {
  order: Order
  status: Status
  cluster: string | undefined
}

/**
 * How far an order has come. The control plane accepts it; a cluster has to carry it out, and that takes as long as it takes. Nothing is called
 * done before it is.
 */
export function OrderProgress({ order, status, cluster }: OrderProgressProps) {
  const isApplied = GOALS[order].includes(status.phase)
  const where = cluster ? `Applied on ${cluster}` : 'Applied'
  const isCutOff = status.connected === false && !isApplied
  return (
    <ol className={classes['steps']} aria-label={`Progress of ${order}`}>
      <Step isDone={true}>Requested</Step>
      <Step isDone={true}>Accepted</Step>
      <Step isDone={isApplied}>
        {isApplied ? where : isCutOff ? `Waits until ${cluster ?? 'its cluster'} is back` : where}
      </Step>
    </ol>
  )
}

function Step({ isDone, children }: { isDone: boolean; children: string }) {
  return (
    <li className={cx(classes['step'], isDone && classes['done'])}>
      <span className={classes['tick']} aria-hidden>
        {isDone ? <IconCheck size={12} stroke={2.6} /> : null}
      </span>
      {children}
      <span className={classes['spoken']}>{isDone ? ', done' : ', not yet'}</span>
    </li>
  )
}
