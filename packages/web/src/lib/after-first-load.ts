import { queryClient } from './query-client.ts'
import { whenIdle } from './when-idle.ts'

/** However slow the page is, then. */
const WAIT_MS_MAX = 4000

/**
 * Calls back once, when what the page shows has been read and the browser has nothing better to do: what nobody sees must not stand in the way of what
 * everybody waits for. Answers how not to.
 */
export function afterFirstLoad(act: () => void): () => void {
  const endsAt = Date.now() + WAIT_MS_MAX
  let stop = () => {}
  const go = () => {
    stop()
    // What has just arrived may show parts that ask for more.
    stop = whenIdle(() => (queryClient.isFetching() === 0 || Date.now() > endsAt ? act() : wait()))
  }
  const wait = () => {
    const timer = setTimeout(go, Math.max(0, endsAt - Date.now()))
    const unsubscribe = queryClient.getQueryCache().subscribe(({ type }) => {
      if (type === 'updated' && queryClient.isFetching() === 0) go()
    })
    stop = () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }
  wait()
  return () => stop()
}
