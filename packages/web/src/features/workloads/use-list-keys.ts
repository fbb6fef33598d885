import { useNavigate } from '@tanstack/react-router'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useCan } from '../../lib/whoami.ts'
import type { Order } from './order.ts'
import type { WorkloadTab } from './workload-tabs.ts'

interface ListKeys {
  /** The workload that the keyboard is on. */
  current: () => string | undefined
  /** Workloads that are selected: what can be done with several is done with those. */
  selected: ReadonlySet<string>
  onPanel: (id: string) => void
  onOrder: (order: Order, ids: readonly string[]) => void
  onChange: (id: string) => void
}

/** What keys do with the row that the keyboard is on: the same as on its page. */
export function useListKeys({ current, selected, onPanel, onOrder, onChange }: ListKeys): void {
  const navigate = useNavigate()
  const canControl = useCan('workload:control')
  const canRead = useCan('workload:logs')
  const withRow = (use: (id: string) => void) => () => {
    const id = current()
    if (id !== undefined) use(id)
  }
  const open = (tab: WorkloadTab) =>
    withRow((workload) => void navigate({ to: '/workloads/$workload', params: { workload }, search: { tab } }))
  useShortcut('Space', 'Show the row beside the list', 'Tables', withRow(onPanel))
  useShortcut('p', 'Why', 'Tables', withRow(onPanel))
  useShortcut('l', 'Logs', 'Tables', open('logs'), canRead)
  useShortcut('m', 'Usage', 'Tables', open('usage'))
  useShortcut('y', 'Spec', 'Tables', open('spec'))
  useShortcut('e', 'Change', 'Tables', withRow(onChange), canControl)
  const give = (order: Order) => () =>
    selected.size > 0 ? onOrder(order, [...selected]) : withRow((id) => onOrder(order, [id]))()
  useShortcut('s', 'Stop the selected, or the row', 'Tables', give('stop'), canControl)
  useShortcut('Delete', 'Cancel the selected, or the row', 'Tables', give('cancel'), canControl)
}
