import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { toast } from '../../components/toast/toasts.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { problemOf } from '../../lib/problem.ts'
import { trpc } from '../../lib/trpc.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { canChange } from './phases.ts'

/** The dialog that changes a workload of which only the id is known. What has ended cannot be changed, and says so. */
export function ChangeById({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error } = useQuery(trpc.workloads.get.queryOptions({ workload: id }))
  const isPossible = data && canChange(data.status.phase)
  const refuse = useEffectEvent((detail: string) => {
    toast({ tone: 'error', title: `${data?.name ?? 'It'} cannot be changed`, detail })
    onClose()
  })
  useEffect(() => {
    if (error && !data) refuse(sentence(problemOf(error).message))
    else if (isPossible === false) refuse('It has ended. Clone it to submit it again with changes.')
  }, [error, data, isPossible])
  return isPossible ? <ChangeDialog workload={data} onClose={onClose} /> : null
}
