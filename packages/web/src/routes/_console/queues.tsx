import { createFileRoute } from '@tanstack/react-router'
import { readQueueSearch } from '../../features/queues/queue-search.ts'
import { QueuesPage } from '../../features/queues/queues-page.tsx'

export const Route = createFileRoute('/_console/queues')({
  staticData: { crumb: 'Queues' },
  validateSearch: readQueueSearch,
  component: Queues,
})

function Queues() {
  return <QueuesPage search={Route.useSearch()} />
}
