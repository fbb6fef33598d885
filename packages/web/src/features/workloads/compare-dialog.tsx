import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { CompareWith } from '../compare/compare-with.tsx'

interface CompareDialogProps {
  workload: Outputs['workloads']['get']
  onClose: () => void
}

/** So many of one name are looked through for the one before. */
const LOOKED_THROUGH = 50

/** From one workload to its comparison with another: first of all with the one of the same name before it. */
export function CompareDialog({ workload, onClose }: CompareDialogProps) {
  const navigate = useNavigate()
  const named = useQuery(
    trpc.workloads.list.queryOptions({
      search: workload.name,
      project: workload.project.id,
      pageSize: LOOKED_THROUGH,
    }),
  )
  // Ids grow with time.
  const before = named.data?.items.find(({ id, name }) => name === workload.name && id < workload.id)
  const { clonedFrom, clones } = workload
  const near = [
    ...(before ? [{ about: 'the one of this name before', workload: before }] : []),
    ...(clonedFrom?.name ? [{ about: 'cloned from it', workload: { id: clonedFrom.id, name: clonedFrom.name } }] : []),
    ...clones.slice(0, 3).map((clone) => ({ about: 'its clone', workload: clone })),
  ]
  return (
    <CompareWith
      refs={[workload.id]}
      near={near}
      onClose={onClose}
      onChoose={(other) => void navigate({ to: '/workloads/compare', search: { ids: `${other},${workload.id}` } })}
    />
  )
}
