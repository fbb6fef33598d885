import { createAdaptorServer } from '@hono/node-server'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { Hono } from 'hono'
import { Hono as Router } from 'hono'
import { ConfigError } from '../config.ts'
import type { HttpEnv } from './http-env.ts'

/** The HTTP server. It listens before the rest is up, so that probes get an answer and not a refused connection. */
export interface Listener {
  server: Server
  port: number
  scheme: 'http' | 'https'
  /** From here on requests reach the product. */
  serve(http: Hono<HttpEnv>): void
  stop(): Promise<void>
}

/** PEM files; both empty where a proxy brings TLS. */
export interface TlsFiles {
  tlsCertFile: string
  tlsKeyFile: string
}

/** Throws {@link ConfigError} with one sentence when the port cannot be had or the certificate cannot be used. */
export async function listen(
  host: string,
  port: number,
  files: TlsFiles = { tlsCertFile: '', tlsKeyFile: '' },
): Promise<Listener> {
  const tls = readTls(files)
  let current: { fetch: Hono<HttpEnv>['fetch'] } = starting()
  const fetch: Parameters<typeof createAdaptorServer>[0]['fetch'] = (request, env) =>
    current.fetch(request, env as HttpEnv['Bindings'])
  const server = (
    tls === undefined
      ? createAdaptorServer({ fetch })
      : createAdaptorServer({ fetch, createServer: createTlsServer, serverOptions: tls })
  ) as Server
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
    scheme: tls === undefined ? 'http' : 'https',
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

function readTls({ tlsCertFile, tlsKeyFile }: TlsFiles): { cert: string; key: string } | undefined {
  if (tlsCertFile === '' && tlsKeyFile === '') return undefined
  try {
    const tls = { cert: readFileSync(tlsCertFile, 'utf8'), key: readFileSync(tlsKeyFile, 'utf8') }
    createSecureContext(tls)
    return tls
  } catch (error) {
    throw new ConfigError(
      `TLS cannot be had of FAIRLEAD_TLS_CERT_FILE=${tlsCertFile} and FAIRLEAD_TLS_KEY_FILE=${tlsKeyFile}: ${(error as Error).message}`,
    )
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
