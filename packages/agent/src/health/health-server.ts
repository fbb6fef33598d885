import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { messageOf } from '../lib/logger.ts'
import { StartupError } from '../lib/startup-error.ts'
import { metricsText, type Gauge } from './metrics-text.ts'

export type HealthFacts = { isHealthy: boolean; isReady: boolean; details: Record<string, unknown> }

export type HealthServer = { port: number; close: () => Promise<void> }

/**
 * Answers probes. `/health`: the work loop turns. `/ready`: it turns, and the control plane was heard from.
 * Throws {@link StartupError} when the port is taken.
 */
export async function startHealthServer(options: {
  host: string
  port: number
  facts: () => HealthFacts
  gauges: () => Gauge[]
}): Promise<HealthServer> {
  const { facts, gauges } = options
  const server = http.createServer((request, response) => {
    const path = request.url?.split('?')[0]
    if (path === '/metrics') {
      response.setHeader('content-type', 'text/plain; version=0.0.4')
      response.end(metricsText(gauges()))
      return
    }
    if (path !== '/health' && path !== '/ready') {
      response.writeHead(404).end()
      return
    }
    const { isHealthy, isReady, details } = facts()
    response.statusCode = (path === '/health' ? isHealthy : isReady) ? 200 : 503
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(details))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  }).catch((error: unknown) => {
    throw new StartupError(`healthPort ${options.port} cannot be used: ${messageOf(error)}`, 2)
  })
  server.unref()
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
