import { useEffect } from 'react'
import { afterFirstLoad } from '../../lib/after-first-load.ts'
import { onLive } from '../../lib/live/live-client.ts'
import type { Topics } from '../../lib/live/live-protocol.ts'
import { queryClient } from '../../lib/query-client.ts'
import { trpc } from '../../lib/trpc.ts'

/** What has to be read again when something of a topic has changed. Workloads are not here: their lists read only the rows that changed. */
const STALE: Record<string, { path: () => readonly unknown[]; everyMs: number }[]> = {
  department: [{ path: () => trpc.departments.pathKey(), everyMs: 250 }],
  project: [{ path: () => trpc.projects.pathKey(), everyMs: 250 }],
  'node-pool': [{ path: () => trpc.nodePools.pathKey(), everyMs: 500 }],
  quota: [
    { path: () => trpc.quotas.pathKey(), everyMs: 250 },
    { path: () => trpc.queues.list.pathKey(), everyMs: 500 },
  ],
  queue: [
    { path: () => trpc.queues.list.pathKey(), everyMs: 1000 },
    { path: () => trpc.queues.pending.pathKey(), everyMs: 2000 },
    { path: () => trpc.workloads.why.pathKey(), everyMs: 1000 },
  ],
  cluster: [
    { path: () => trpc.clusters.pathKey(), everyMs: 500 },
    { path: () => trpc.overview.pathKey(), everyMs: 1000 },
  ],
  node: [
    { path: () => trpc.nodes.pathKey(), everyMs: 1000 },
    { path: () => trpc.nodePools.pathKey(), everyMs: 2000 },
  ],
  run: [
    { path: () => trpc.nodes.pathKey(), everyMs: 1500 },
    { path: () => trpc.clusters.pathKey(), everyMs: 1500 },
  ],
  workload: [
    { path: () => trpc.overview.pathKey(), everyMs: 1000 },
    { path: () => trpc.workloads.tally.pathKey(), everyMs: 1000 },
    { path: () => trpc.queues.pending.pathKey(), everyMs: 2000 },
    { path: () => trpc.queues.decisions.pathKey(), everyMs: 2000 },
    { path: () => trpc.nodes.pathKey(), everyMs: 1500 },
    { path: () => trpc.clusters.pathKey(), everyMs: 1500 },
  ],
  price: [
    { path: () => trpc.prices.pathKey(), everyMs: 500 },
    { path: () => trpc.usage.pathKey(), everyMs: 2000 },
  ],
  size: [{ path: () => trpc.sizes.pathKey(), everyMs: 500 }],
  template: [{ path: () => trpc.templates.pathKey(), everyMs: 500 }],
  connection: [{ path: () => trpc.connections.pathKey(), everyMs: 500 }],
  view: [{ path: () => trpc.views.pathKey(), everyMs: 500 }],
  user: [{ path: () => trpc.users.pathKey(), everyMs: 500 }],
}

const lastAt = new Map<string, number>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** Reads again, now or as soon as its rhythm allows. */
function refresh(key: readonly unknown[], everyMs: number): void {
  const name = JSON.stringify(key)
  if (timers.has(name)) return
  const waitMs = Math.max(0, (lastAt.get(name) ?? 0) + everyMs - Date.now())
  timers.set(
    name,
    setTimeout(() => {
      timers.delete(name)
      lastAt.set(name, Date.now())
      void queryClient.invalidateQueries({ queryKey: key })
    }, waitMs),
  )
}

function onTopics(topics: Topics): void {
  for (const topic of Object.keys(topics)) {
    for (const { path, everyMs } of STALE[topic] ?? []) refresh(path(), everyMs)
  }
}

/** Keeps everything that was read as fresh as the stream says. Used once, by the shell. */
export function useLiveQueries(): void {
  useEffect(() => {
    let isFirst = true
    let stop = () => {}
    const readAgain = () => void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'logs' })
    const unsubscribe = onLive((news) => {
      if (news.type === 'changes') return onTopics(news.topics)
      // What was read on the way up may miss what happened until the stream was there, but to read it once more can wait until the page is seen.
      if (isFirst) stop = afterFirstLoad(readAgain)
      else readAgain()
      isFirst = false
    })
    return () => {
      unsubscribe()
      stop()
    }
  }, [])
}
