import type { Host } from '../host.ts'
import { clean } from '../output/fit.ts'
import type { Progress } from './progress.ts'

/** fetch that shows on a terminal when an answer takes long, and with `isTold` writes one line about each request. Headers are never shown. */
export function observedFetch(host: Host, progress: Progress, isTold: boolean): typeof globalThis.fetch {
  const fetch = host.fetch ?? globalThis.fetch
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const task = progress.start(`waiting for ${url.host}`, true)
    const startedAt = performance.now()
    const tell = (outcome: string) => {
      if (!isTold) return
      progress.clear()
      const ms = Math.round(performance.now() - startedAt)
      host.stderr.write(`${init?.method ?? 'GET'} ${url.pathname}${clean(url.search)} ${outcome} ${ms} ms\n`)
    }
    try {
      const response = await fetch(input, init)
      tell(`${response.status} ${response.headers.get('x-request-id') ?? ''}`)
      return response
    } catch (error) {
      tell('no answer')
      throw error
    } finally {
      task.stop()
    }
  }
}
