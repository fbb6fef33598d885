import { createFileRoute } from '@tanstack/react-router'
import { readQueueSearch } from '../../features/queues/queue-search.ts'
import { QueuesPage } from '../../features/queues/queues-page.tsx'
import { strictly } from '../../lib/search.ts'

export const Route = createFileRoute('/_console/queues')({
  staticData: { crumb: 'Queues' },
  validateSearch: strictly(readQueueSearch),
  component: Queues,
})

function Queues() {
  return <QueuesPage search={Route.useSearch()} />
}
