import { toast } from '../../components/toast/toasts.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { onLive } from '../../lib/live/live-client.ts'
import { changeTold, followTold, toldStore, withTold, type Told } from '../../lib/told.ts'
import { api } from '../../lib/trpc.ts'
import type { Workload } from '../workloads/phases.ts'
import { markTitle } from './mark-title.ts'
import { newsOf, type News } from './news-of.ts'

/** Of one lock in all tabs of this browser, so that one of them shows the notification. */
const LOCK = 'fairlead-tell'
/** What this tab knows of each, so that it speaks once, whatever other tabs have written by then. */
const mine = new Map<string, Told>()
let isWatching = false
let isReading = false
let isAsked = false

/** From now on tells in this tab of the workloads that somebody asked to be told of. Once is enough. */
export function watchTold(): void {
  if (isWatching) return
  isWatching = true
  followTold()
  learn()
  toldStore.subscribe(learn)
  onLive((news) => {
    const topic = news.type === 'reset' ? undefined : news.topics.workload
    if (news.type === 'reset' || topic?.many || topic?.ids.some((id) => mine.has(id))) void look()
  })
  // What happened while no tab was open.
  void look()
}

function learn(): void {
  for (const [id, told] of Object.entries(toldStore.get())) if (!mine.has(id)) mine.set(id, told)
}

async function look(): Promise<void> {
  isAsked = true
  if (isReading) return
  isReading = true
  try {
    while (isAsked) {
      isAsked = false
      const ids = [...mine.keys()]
      if (ids.length === 0) break
      const { items } = await api.workloads.list.query({ ids, pageSize: ids.length })
      for (const workload of items) await hear(workload)
    }
  } catch {
    // The strip says that the control plane is away; its return is news too.
  } finally {
    isReading = false
  }
}

async function hear(workload: Workload): Promise<void> {
  const { id, name, status } = workload
  const known = mine.get(id)
  if (!known || known.phase === status.phase) return
  const news = newsOf(known, workload)
  if (toldStore.get()[id] === undefined && !news?.isLast) {
    // Nobody wants to hear of it any more.
    mine.delete(id)
    return
  }
  if (news?.isLast) mine.delete(id)
  else mine.set(id, { name, phase: status.phase })
  if (news) tell(news)
  await keep(workload, news)
}

/** In every tab that is open: whoever looks at one of them sees it. */
function tell({ tone, title, detail }: News): void {
  toast({ tone, title, ...(detail === undefined ? {} : { detail: sentence(detail) }) })
  markTitle()
}

/** In the first of the tabs that comes here. */
async function keep({ id, name, status }: Workload, news: News | undefined): Promise<void> {
  await alone(() => {
    let isFirst = false
    changeTold((list) => {
      isFirst = list[id] !== undefined && list[id].phase !== status.phase
      if (!isFirst) return list
      if (!news?.isLast) return withTold(list, id, { name, phase: status.phase })
      const { [id]: _gone, ...others } = list
      return others
    })
    if (isFirst && news) notify(id, news)
  })
}

async function alone(act: () => void): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request(LOCK, async () => act())
  else act()
}

function notify(id: string, { title, detail }: News): void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return
  const shown = new Notification(title, {
    tag: id,
    icon: '/favicon.svg',
    ...(detail === undefined ? {} : { body: detail }),
  })
  shown.addEventListener('click', () => {
    globalThis.focus()
    location.assign(`/workloads/${id}`)
  })
}
