import { useEffect, useState } from 'react'
import { onLive } from '../../lib/live/live-client.ts'

/** A page that is no older than this has just been served. */
const NEW_MS = 10_000

/** The hashed name of the script that a page starts. */
function entryOf(html: string): string | undefined {
  return /<script[^>]+type="module"[^>]+src="([^"]+)"/.exec(html)?.[1]
}

/**
 * True once the control plane serves another build than the one that runs here. It looks when the stream comes back, because that is when a
 * control plane was replaced.
 */
export function useNewVersion(): boolean {
  const [isNew, setNew] = useState(false)
  useEffect(() => {
    const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute('src')
    return onLive((news) => {
      if (news.type !== 'reset' || !own || performance.now() < NEW_MS) return
      fetch('/', { cache: 'no-store' })
        .then((response) => response.text())
        .then((html) => {
          const served = entryOf(html)
          if (served !== undefined && served !== own) setNew(true)
        })
        .catch(() => undefined)
    })
  }, [])
  return isNew
}
