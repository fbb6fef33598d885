import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'

/** What is known of departments and projects beside their quotas, by id. */
export interface OrgFacts {
  /** GPUs of runs that are idle, in thousandths; undefined: not known. */
  idle: ReadonlyMap<string, number> | undefined
  /** Names of those who have a role right there; undefined: the reader may not see people. */
  members: ReadonlyMap<string, readonly string[]> | undefined
}

/** Asked once the tree is there: it does not wait for what stands beside it. */
export function useOrgFacts(poolId: string | undefined, isReady: boolean): OrgFacts {
  const canSeePeople = useCan('user:read')
  const idle = useQuery(trpc.usage.idle.queryOptions({}, { enabled: isReady, retry: false }))
  const users = useQuery(trpc.users.list.queryOptions({}, { enabled: isReady && canSeePeople, retry: false }))
  return useMemo(() => {
    const held = new Map<string, number>()
    for (const { project, nodePool, gpu } of idle.data?.items ?? [])
      if (nodePool.id === poolId) held.set(project.id, (held.get(project.id) ?? 0) + gpu)
    const members = new Map<string, string[]>()
    for (const { name, state, roles } of users.data?.items ?? []) {
      if (state === 'disabled') continue
      for (const { scope } of roles) members.set(scope.id, [...(members.get(scope.id) ?? []), name])
    }
    return { idle: idle.data ? held : undefined, members: users.data ? members : undefined }
  }, [idle.data, users.data, poolId])
}
