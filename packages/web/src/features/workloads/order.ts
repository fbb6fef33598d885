import { describeAmount } from '../../lib/format/amounts.ts'
import { plural } from '../../lib/format/numbers.ts'
import { api } from '../../lib/trpc.ts'
import { canCancel, canResume, canStop, LIVE_PHASES, type Workload } from './phases.ts'

export type Order = 'cancel' | 'stop' | 'resume'

interface OrderWords {
  /** On the button. */
  verb: string
  /** After "can still be". */
  done: string
  isPossible: (workload: Workload) => boolean
}

export const ORDERS: Record<Order, OrderWords> = {
  cancel: { verb: 'Cancel', done: 'cancelled', isPossible: ({ status }) => canCancel(status.phase) },
  stop: { verb: 'Stop', done: 'stopped', isPossible: ({ status }) => canStop(status.phase) },
  resume: { verb: 'Resume', done: 'resumed', isPossible: ({ status }) => canResume(status.phase) },
}

/** What an order to these workloads will do, in one sentence. */
export function consequenceOf(order: Order, workloads: readonly Workload[]): string {
  const live = workloads.filter(({ status }) => LIVE_PHASES.includes(status.phase))
  const waiting = workloads.length - live.length
  const gpus = live.reduce((sum, { requests, replicas }) => sum + (requests['gpu'] ?? 0) * replicas, 0)
  const frees = gpus > 0 ? `, which frees ${describeAmount('gpu', gpus)}` : ''
  if (order === 'resume') return `This puts ${plural(workloads.length, 'workload')} back into the queue.`
  const parts = [
    live.length > 0 ? `${order === 'cancel' ? 'ends' : 'stops'} ${plural(live.length, 'live workload')}${frees}` : '',
    waiting > 0
      ? `${order === 'cancel' ? 'removes' : 'holds back'} ${plural(waiting, 'workload')} that ${waiting === 1 ? 'has' : 'have'} not started`
      : '',
  ].filter(Boolean)
  const after =
    order === 'cancel'
      ? 'It cannot be taken back; the same can be submitted again.'
      : 'Stopped work is kept, and can be resumed.'
  return `This ${parts.join(' and ')}. ${after}`
}

/** Gives the order to each; answers what was refused. A refusal of one does not keep the others from it. */
export async function giveOrder(
  order: Order,
  workloads: readonly Workload[],
): Promise<{ given: Workload[]; refused: { workload: Workload; error: unknown }[] }> {
  const results = await Promise.allSettled(workloads.map(({ id }) => api.workloads[order].mutate({ workload: id })))
  const given = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const refused = results.flatMap((result, index) => {
    const workload = workloads[index]
    return result.status === 'rejected' && workload ? [{ workload, error: result.reason as unknown }] : []
  })
  return { given, refused }
}
