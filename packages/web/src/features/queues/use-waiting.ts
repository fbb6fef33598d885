import { useEffect, useMemo } from 'react'
import { onLive } from '../../lib/live/live-client.ts'
import { useWorkloadRows } from '../workloads/use-workload-rows.ts'
import type { WorkloadFilter } from '../workloads/workload-filter.ts'

/** Reasons come with rounds, and rounds are many: read again no more often than this. */
const REASONS_EVERY_MS = 2000

/** Waiting work with its reasons, current: rows as they change, reasons as rounds give them. */
export function useWaiting(filter: WorkloadFilter) {
  const { query, rows, belongs } = useWorkloadRows(filter)
  const { refetch } = query
  useEffect(() => {
    let lastAt = 0
    return onLive((news) => {
      if (news.type !== 'changes' || !news.topics['queue'] || Date.now() - lastAt < REASONS_EVERY_MS) return
      lastAt = Date.now()
      void refetch()
    })
  }, [refetch])
  const waiting = useMemo(() => rows.filter(belongs), [rows, belongs])
  return { query, waiting }
}
