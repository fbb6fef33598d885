import { useEffect } from 'react'
import { onLive } from '../../lib/live/live-client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { trpc } from '../../lib/trpc.ts'

/** Reads one workload again when the stream names it, or one of its runs. */
export function useLiveWorkload(id: string, runIds: readonly string[]): void {
  const runs = runIds.join(' ')
  useEffect(
    () =>
      onLive((news) => {
        if (news.type === 'reset') return
        const { workload, run } = news.topics
        const isNamed =
          workload?.many === true ||
          run?.many === true ||
          workload?.ids.includes(id) === true ||
          run?.ids.some((runId) => runs.includes(runId)) === true
        if (!isNamed) return
        const { get, request, why, timeline, runs: runsOf } = trpc.workloads
        const keys: (readonly unknown[])[] = [get, request, why, timeline, runsOf].map((procedure) =>
          procedure.queryKey({ workload: id }),
        )
        for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey })
      }),
    [id, runs],
  )
}
