import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
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
  const { verb, action } = NODE_ORDERS[order]
  const commands = nodeCommands(order, node)
  const giving = useDeed(
    { mutationFn: async () => await api.nodes[order].mutate({ node: node.id }) },
    {
      said: (answer) => {
        const { told = 0 } = answer as { told?: number }
        return {
          title: order === 'uncordon' ? `${node.name} takes work again` : `${node.name} takes no new work`,
          ...(told === 0 ? {} : { detail: `${plural(told, 'run')} told to stop` }),
        }
      },
      commands,
      reads: [trpc.nodes.list],
      after: onClose,
    },
  )
  return (
    <ConfirmDialog
      title={`${verb} ${node.name}`}
      isOpen
      onClose={onClose}
      isDanger={order === 'drain'}
      consequence={nodeConsequence(order, node)}
      action={action}
      commands={commands}
      isBusy={giving.isPending}
      error={giving.error}
      onConfirm={() => giving.mutate()}
    />
  )
}
