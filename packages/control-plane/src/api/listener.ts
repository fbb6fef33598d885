import { createAdaptorServer } from '@hono/node-server'
import type { Server } from 'node:http'
import type { Hono } from 'hono'
import { Hono as Router } from 'hono'
import { ConfigError } from '../config.ts'
import type { HttpEnv } from './http-env.ts'

/** The HTTP server. It listens before the rest is up, so that probes get an answer and not a refused connection. */
export interface Listener {
  server: Server
  port: number
  /** From here on requests reach the product. */
  serve(http: Hono<HttpEnv>): void
  stop(): Promise<void>
}

/** Throws {@link ConfigError} with one sentence when the port cannot be had. */
export async function listen(host: string, port: number): Promise<Listener> {
  let current: { fetch: Hono<HttpEnv>['fetch'] } = starting()
  const server = createAdaptorServer({
    fetch: (request, env) => current.fetch(request, env as HttpEnv['Bindings']),
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = `port ${port} on ${host} is in use: stop what uses it, or choose another with FAIRLEAD_PORT`
      const denied = `no permission for port ${port} on ${host}: choose one above 1023 with FAIRLEAD_PORT`
      reject(
        new ConfigError(
          error.code === 'EADDRINUSE'
            ? busy
            : error.code === 'EACCES'
              ? denied
              : `cannot listen on ${host}:${port}: ${error.message}`,
        ),
      )
    })
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    server,
    port: typeof address === 'object' && address ? address.port : port,
    serve: (http) => {
      current = http
    },
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // What is still open after this is a stream that nobody ends.
        setTimeout(() => server.closeAllConnections(), 2_000).unref()
      })
    },
  }
}

function starting(): Hono<HttpEnv> {
  const http = new Router<HttpEnv>()
  http.get('/health', (c) => c.json({ status: 'ok' }))
  http.all('*', (c) =>
    c.json({ status: 'waiting', reason: 'the control plane is starting' }, 503, { 'retry-after': '1' }),
  )
  return http
}
