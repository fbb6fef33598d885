import type { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { AppError } from '../lib/app-error.ts'
import { readLogs } from '../workloads/read-logs.ts'
import { GetLogs } from '../workloads/schemas.ts'
import { problemOf, toAppError, validationError } from './error-map.ts'
import type { HttpEnv } from './http-env.ts'
import { REST_PREFIX } from './rest.ts'

const PING_MS = 15_000

/**
 * `GET /workloads/{workload}/logs` as server-sent events: `lines`, `gap`, `end`. The id of an event is the cursor behind it, so a reader that lost
 * the connection goes on where it was with `?cursor=` or `Last-Event-ID`.
 */
export function mountLogs(http: Hono<HttpEnv>): void {
  http.get(`${REST_PREFIX}/workloads/:workload/logs`, async (c) => {
    const { known, open } = c.get('request')
    if (!known)
      throw new AppError('UNAUTHENTICATED', 'you are not signed in', {
        hint: 'send a token: Authorization: Bearer flt_...',
      })
    const cursor = c.req.header('last-event-id')
    const input = GetLogs.safeParse({
      ...c.req.query(),
      workload: c.req.param('workload'),
      ...(cursor === undefined ? {} : { cursor }),
    })
    if (!input.success) throw validationError(input.error)
    const leaving = new AbortController()
    const events = open.app.guardStream(known, leaving.signal, (held) => readLogs(known, input.data, held))
    // The first event is taken here, so that a refusal is an HTTP status and not a broken stream.
    const first = await events.next()
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => leaving.abort())
      const ping = setInterval(() => void stream.write(': ping\n\n').catch(() => leaving.abort()), PING_MS)
      try {
        for (let next = first; !next.done; next = await events.next()) {
          const event = next.value
          const id = event.type === 'lines' ? { id: event.cursor } : {}
          await stream.writeSSE({ event: event.type, data: JSON.stringify(event), ...id })
        }
      } catch (error) {
        const refusal = toAppError(error, open.log)
        await stream.writeSSE({ event: 'error', data: JSON.stringify(problemOf(refusal, open.requestId)) })
      } finally {
        clearInterval(ping)
        leaving.abort()
        await events.return(undefined)
      }
    })
  })
}
