import { startLive, stopLive } from '../../lib/live/live-client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { api } from '../../lib/trpc.ts'
import { whoamiOptions } from '../../lib/whoami.ts'

/** After a sign-in: nothing that another reader saw may be left, and the stream belongs to the new one. */
export async function enterSession(): Promise<void> {
  queryClient.clear()
  await queryClient.fetchQuery({ ...whoamiOptions, staleTime: 0 })
  startLive()
}

export async function signOut(): Promise<void> {
  await api.session.end.mutate({}).catch(() => undefined)
  stopLive()
  queryClient.clear()
}
