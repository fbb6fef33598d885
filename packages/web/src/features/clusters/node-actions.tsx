import { IconBan, IconCircleCheck, IconLogout } from '@tabler/icons-react'
import { Button } from '../../components/button/button.tsx'
import type { Node } from './node-heat.ts'
import type { NodeOrder } from './node-order.ts'
import classes from './node-panel.module.css'

interface NodeActionsProps {
  node: Node
  onOrder: (order: NodeOrder) => void
}

/** What can be done with a node. */
export function NodeActions({ node, onOrder }: NodeActionsProps) {
  const runs = node.runs.length + node.otherRuns
  return (
    <div className={classes['tags']}>
      {node.cordoned ? (
        <Button size="small" icon={<IconCircleCheck size={15} />} onClick={() => onOrder('uncordon')}>
          Uncordon
        </Button>
      ) : (
        <Button size="small" icon={<IconBan size={15} />} onClick={() => onOrder('cordon')}>
          Cordon
        </Button>
      )}
      {!node.cordoned || runs > 0 ? (
        <Button size="small" variant="danger" icon={<IconLogout size={15} />} onClick={() => onOrder('drain')}>
          Drain
        </Button>
      ) : null}
    </div>
  )
}
