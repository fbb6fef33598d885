import { useNavigate } from '@tanstack/react-router'
import { focusRow } from '../../components/table/row-focus.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { PAGES } from './navigation.ts'

const [overview, workloads, queues, connections, clusters, pools, org, usage, audit, settings] = PAGES

/** `g` and a letter go to a page; `/` goes to the filter of the page that is open. */
export function usePageKeys(): void {
  const navigate = useNavigate()
  const goTo = (page: (typeof PAGES)[number]) => () => void navigate({ to: page.to })
  useShortcut(overview.keys, overview.name, 'Go to', goTo(overview))
  useShortcut(workloads.keys, workloads.name, 'Go to', goTo(workloads))
  useShortcut(queues.keys, queues.name, 'Go to', goTo(queues))
  useShortcut(connections.keys, connections.name, 'Go to', goTo(connections))
  useShortcut(clusters.keys, clusters.name, 'Go to', goTo(clusters))
  useShortcut(pools.keys, pools.name, 'Go to', goTo(pools))
  useShortcut(org.keys, org.name, 'Go to', goTo(org))
  useShortcut(usage.keys, usage.name, 'Go to', goTo(usage))
  useShortcut(audit.keys, audit.name, 'Go to', goTo(audit))
  useShortcut(settings.keys, settings.name, 'Go to', goTo(settings))
  useShortcut('g u', 'Users', 'Go to', () => void navigate({ to: '/settings/users' }))
  useShortcut('g k', 'Tokens', 'Go to', () => void navigate({ to: '/settings/tokens' }))
  useShortcut('j', 'Next row', 'Tables', () => focusRow(1))
  useShortcut('k', 'Row before', 'Tables', () => focusRow(-1))
  useShortcut('/', 'Filter this page', 'Everywhere', () => {
    document.querySelector<HTMLInputElement>('[data-page-filter]')?.focus()
  })
}
