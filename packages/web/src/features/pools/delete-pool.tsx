import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { formatNumber } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { poolCommands } from './pool-commands.ts'
import type { Pool } from './pool-fields.ts'

/** Asks before a pool is deleted, with what falls where. */
export function DeletePool({ pool, onClose }: { pool: Pool; onClose: () => void }) {
  const commands = poolCommands.remove(pool.name)
  const remove = useDeed(trpc.nodePools.delete.mutationOptions(), {
    said: () => ({ title: `Node pool ${pool.name} is deleted` }),
    commands,
    reads: [trpc.nodePools, trpc.nodes, trpc.queues],
    after: onClose,
  })
  return (
    <ConfirmDialog
      title={`Delete ${pool.name}`}
      isOpen
      onClose={onClose}
      isDanger
      consequence={`Its ${formatNumber(pool.nodes.total)} nodes fall to another pool whose labels they have, or to the default pool; its quotas end. A pool that work was submitted to is refused.`}
      action="Delete pool"
      commands={commands}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ nodePool: pool.id })}
    />
  )
}
