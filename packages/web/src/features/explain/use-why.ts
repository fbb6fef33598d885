import { useQuery } from '@tanstack/react-query'
import { trpc, type Inputs } from '../../lib/trpc.ts'
import type { Why } from './gates.ts'

const TRYING_MS = 2000

/** Why a workload is where it is. What would help is tried when somebody asks: until it is there, this asks again. */
export function useWhy(ref: Inputs['workloads']['why']) {
  return useQuery(
    trpc.workloads.why.queryOptions(ref, {
      refetchInterval: ({ state }) => (isTrying(state.data) ? TRYING_MS : false),
    }),
  )
}

function isTrying(why: Why | undefined): boolean {
  return why?.suggestions === null && why.workload.status.phase === 'QUEUED'
}
