import { IconArrowBarToDown, IconArrowBarToUp, IconArrowsSort, IconDots, IconHelpCircle } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { IconButton } from '../../components/button/icon-button.tsx'
import { ActionMenu, type MenuAction } from '../../components/menu/menu.tsx'
import { useCan } from '../../lib/whoami.ts'
import { askToMove } from './move-request.ts'
import type { PendingWorkload } from './pending.ts'

/** What can be done with one waiting workload. */
export function RowMenu({ workload }: { workload: PendingWorkload }) {
  const navigate = useNavigate({ from: '/queues' })
  const canMove = useCan('queue:write')
  const actions: MenuAction[] = [
    {
      id: 'why',
      name: 'Why it waits',
      icon: <IconHelpCircle size={15} />,
      run: () => void navigate({ search: (before) => ({ ...before, why: workload.id }), replace: true }),
    },
    ...(canMove ? movesOf(workload) : []),
  ]
  return (
    <ActionMenu
      label={`Actions on ${workload.name}`}
      actions={actions}
      target={(props) => (
        <IconButton label={`Actions on ${workload.name}`} size="small" {...props}>
          <IconDots size={15} />
        </IconButton>
      )}
    />
  )
}

function movesOf(workload: PendingWorkload): MenuAction[] {
  return [
    {
      id: 'first',
      name: 'Move to the front',
      icon: <IconArrowBarToUp size={15} />,
      run: () => askToMove({ workload, spot: 'first' }),
    },
    {
      id: 'last',
      name: 'Move to the back',
      icon: <IconArrowBarToDown size={15} />,
      run: () => askToMove({ workload, spot: 'last' }),
    },
    {
      id: 'beside',
      name: 'Move before or after …',
      icon: <IconArrowsSort size={15} />,
      run: () => askToMove({ workload, spot: 'before' }),
    },
  ]
}
