import { useCallback, useSyncExternalStore } from 'react'

const listeners = new Map<number, Set<() => void>>()
const values = new Map<number, number>()

function subscribe(everyMs: number, listener: () => void): () => void {
  let group = listeners.get(everyMs)
  if (!group) {
    listeners.set(everyMs, (group = new Set()))
    const tick = () => {
      if (group?.size === 0) {
        clearInterval(timer)
        listeners.delete(everyMs)
        return
      }
      if (document.visibilityState === 'hidden') return
      values.set(everyMs, Date.now())
      for (const follow of group ?? []) follow()
    }
    const timer = setInterval(tick, everyMs)
  }
  group.add(listener)
  return () => group.delete(listener)
}

function read(everyMs: number): number {
  const known = values.get(everyMs)
  const now = Date.now()
  // A first reader, or one after a pause, must not see a time long past.
  if (known !== undefined && now - known < everyMs * 1.5) return known
  values.set(everyMs, now)
  return now
}

/** The time, read again every so often. All that ask for the same rhythm share one timer. */
export function useNow(everyMs = 5000): number {
  return useSyncExternalStore(
    useCallback((listener) => subscribe(everyMs, listener), [everyMs]),
    useCallback(() => read(everyMs), [everyMs]),
  )
}
