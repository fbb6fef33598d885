import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { mountDownloads } from '../downloads/serve-downloads.ts'
import { identityCache } from '../identity/identity-cache.ts'
import { AppError } from '../lib/app-error.ts'
import type { App } from '../app/app.ts'
import { appRouter } from './app-router.ts'
import { mountCsv } from './csv-stream.ts'
import { ERROR_MAP, problemOf, toAppError } from './error-map.ts'
import type { HttpEnv } from './http-env.ts'
import { mountLogs } from './log-stream.ts'
import { httpMetrics, renderMetrics } from '../lib/metrics.ts'
import { openApiDocument } from './openapi.ts'
import { readRequest } from './request-context.ts'
import { mountRest, REST_PREFIX } from './rest.ts'
import { securityHeaders } from './security-headers.ts'
import { mountConsole } from './static.ts'

const BODY_BYTES_MAX = 4 * 1024 * 1024

/** The whole HTTP side: agents' door, REST, tRPC, the console, and what operators probe. */
export function createHttp(app: App, mountAgents: (http: Hono<HttpEnv>) => void): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>()
  const identify = identityCache(app.database, app.waker)

  http.use(securityHeaders(app.publicUrl))
  http.use(httpMetrics)
  http.onError((error, c) => {
    const open = c.get('request') as HttpEnv['Variables']['request'] | undefined
    const refusal = toAppError(error, open?.open.log ?? app.log)
    const requestId = c.res.headers.get('x-request-id') ?? open?.open.requestId ?? ''
    return c.json(problemOf(refusal, requestId), ERROR_MAP[refusal.code].http)
  })

  http.get('/health', (c) => c.json({ status: 'ok', version: app.version }))
  http.get('/ready', async (c) => {
    try {
      await app.database.system.sql`select 1`
      return c.json({ status: 'ready', version: app.version })
    } catch {
      return c.json({ status: 'waiting', reason: 'the database is out of reach' }, 503)
    }
  })
  http.get('/metrics', async (c) => c.text(await renderMetrics(), 200, { 'content-type': 'text/plain; version=0.0.4' }))

  const limit = bodyLimit({
    maxSize: BODY_BYTES_MAX,
    onError: () => {
      throw new AppError('VALIDATION', 'the body is larger than 4 MiB', { hint: 'send less at once' })
    },
  })
  http.use('/agent/*', limit)
  mountAgents(http)

  for (const prefix of [`${REST_PREFIX}/*`, '/trpc/*']) {
    http.use(prefix, limit)
    http.use(prefix, async (c, next) => {
      const headers = new Headers()
      const request = {
        method: c.req.method,
        headers: c.req.raw.headers,
        remoteAddress: c.env.incoming.socket.remoteAddress,
        signal: c.req.raw.signal,
      }
      try {
        c.set('request', await readRequest(app, identify, request, headers))
      } finally {
        c.header('x-request-id', headers.get('x-request-id') ?? '')
        headers.delete('x-request-id')
      }
      await next()
      // An answer that was made elsewhere has headers of its own.
      c.header('x-request-id', c.get('request').open.requestId)
      c.header('cache-control', c.res.headers.get('cache-control') ?? 'no-store')
      for (const [name, value] of c.get('request').open.responseHeaders) c.header(name, value, { append: true })
    })
  }

  // Streams of events are left as they are.
  http.use(`${REST_PREFIX}/*`, compress())
  http.use('/trpc/*', compress())
  http.get(`${REST_PREFIX}/openapi.json`, (c) => c.json(openApiDocument(app.version)))
  mountLogs(http)
  mountCsv(http)
  mountRest(http)
  http.all(`${REST_PREFIX}/*`, (c) => {
    throw new AppError('NOT_FOUND', `there is no ${c.req.method} ${c.req.path}`, {
      hint: `all routes: ${REST_PREFIX}/openapi.json`,
    })
  })

  http.all('/trpc/*', (c) =>
    fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      createContext: () => c.get('request'),
      // A batch of queries is how the console loads a page; this bounds what one request can ask for.
      maxBatchSize: 20,
    }),
  )
  mountDownloads(http, app)
  mountConsole(http, app.config.webDir)
  return http
}
