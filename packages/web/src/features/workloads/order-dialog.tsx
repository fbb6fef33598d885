import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sayDone } from '../../components/deed/say-done.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { problemOf } from '../../lib/problem.ts'
import { api } from '../../lib/trpc.ts'
import { consequenceOf, giveOrder, ORDERS, type Order } from './order.ts'
import type { Workload } from './phases.ts'
import { PHASE_LOOKS } from './phases.ts'
import { orderCommands } from './workload-commands.ts'
import classes from './workloads.module.css'

interface OrderDialogProps {
  order: Order
  ids: readonly string[]
  onClose: () => void
  onGiven: (workloads: readonly Workload[]) => void
}

const IDS_PER_REQUEST = 100

async function readNow(ids: readonly string[]): Promise<Workload[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / IDS_PER_REQUEST) }, (_, index) =>
    ids.slice(index * IDS_PER_REQUEST, (index + 1) * IDS_PER_REQUEST),
  )
  const pages = await Promise.all(
    parts.map((part) => api.workloads.list.query({ ids: part, pageSize: IDS_PER_REQUEST })),
  )
  return pages.flatMap(({ items }) => items)
}

/**
 * Asks before an order is given. What was selected may have changed since, so everything is read again first, and the dialog says for how many
 * the order can still be given.
 */
export function OrderDialog({ order, ids, onClose, onGiven }: OrderDialogProps) {
  const { verb, done, isPossible } = ORDERS[order]
  const [isBusy, setBusy] = useState(false)
  const checked = useQuery({
    queryKey: ['order-check', order, ids],
    queryFn: () => readNow(ids),
    staleTime: 0,
    gcTime: 0,
  })
  const possible = checked.data?.filter(isPossible) ?? []
  const impossible = checked.data?.filter((workload) => !isPossible(workload)) ?? []
  const one = ids.length === 1 ? checked.data?.[0] : undefined
  const confirm = async () => {
    setBusy(true)
    const { given, refused } = await giveOrder(order, possible)
    setBusy(false)
    if (given.length > 0) {
      sayDone(
        given,
        {
          title: `${verb} requested for ${plural(given.length, 'workload')}`,
          detail: order === 'resume' ? 'The next round looks at it.' : 'Clusters carry it out and say when it is done.',
          mode: 'requested',
          audit: { action: `workload.${order}` },
        },
        orderCommands(order, given),
      )
    }
    const [first] = refused
    if (first) {
      const title = `Refused for ${plural(refused.length, 'workload')}`
      toast({ tone: 'error', title, detail: sentence(`${first.workload.name}: ${problemOf(first.error).message}`) })
    }
    onGiven(given)
    onClose()
  }
  return (
    <ConfirmDialog
      title={one ? `${verb} ${one.name}` : `${verb} ${plural(ids.length, 'workload')}`}
      isOpen
      onClose={onClose}
      isDanger={order === 'cancel'}
      action={
        checked.isPending
          ? 'Checking'
          : `${verb} ${possible.length === 1 ? 'workload' : plural(possible.length, 'workload')}`
      }
      isBusy={isBusy || checked.isPending}
      isBlocked={possible.length === 0}
      commands={orderCommands(order, possible)}
      error={checked.error}
      onConfirm={() => void confirm()}
      consequence={
        checked.isPending ? (
          'Looking at what they do right now …'
        ) : (
          <>
            <p>{possible.length > 0 ? consequenceOf(order, possible) : `None of them can be ${done} any more.`}</p>
            {impossible.length > 0 && possible.length > 0 ? (
              <p>
                {possible.length} of {ids.length} can still be {done}; these cannot:
              </p>
            ) : null}
            <ul className={classes['refused']}>
              {impossible.slice(0, 8).map((workload) => (
                <li key={workload.id}>
                  {workload.name}: {PHASE_LOOKS[workload.status.phase].word.toLowerCase()}
                </li>
              ))}
              {impossible.length > 8 ? <li>and {impossible.length - 8} more</li> : null}
            </ul>
          </>
        )
      }
    />
  )
}
