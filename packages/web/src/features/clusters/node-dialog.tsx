import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { plural } from '../../lib/format/numbers.ts'
import { api, trpc } from '../../lib/trpc.ts'
import type { Node } from './node-heat.ts'
import { NODE_ORDERS, nodeCommands, nodeConsequence, type NodeOrder } from './node-order.ts'

interface NodeDialogProps {
  order: NodeOrder
  node: Node
  onClose: () => void
}

/** Asks before a node is cordoned, drained or let go, with what that does to what runs there. */
export function NodeDialog({ order, node, onClose }: NodeDialogProps) {
  const client = useQueryClient()
  const { verb, action } = NODE_ORDERS[order]
  const giving = useMutation({
    mutationFn: async () => {
      const ref = { node: node.id }
      if (order === 'drain') return (await api.nodes.drain.mutate(ref)).told
      await (order === 'cordon' ? api.nodes.cordon.mutate(ref) : api.nodes.uncordon.mutate(ref))
      return 0
    },
    onSuccess: (told) => {
      void client.invalidateQueries(trpc.nodes.list.queryFilter())
      toast({
        tone: 'success',
        title: order === 'uncordon' ? `${node.name} takes work again` : `${node.name} takes no new work`,
        ...(told === 0 ? {} : { detail: `${plural(told, 'run')} told to stop` }),
      })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      title={`${verb} ${node.name}`}
      isOpen
      onClose={onClose}
      isDanger={order === 'drain'}
      consequence={nodeConsequence(order, node)}
      action={action}
      commands={nodeCommands(order, node)}
      isBusy={giving.isPending}
      error={giving.error}
      onConfirm={() => giving.mutate()}
    />
  )
}
