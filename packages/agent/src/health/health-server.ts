import { createServer } from 'node:http'
import { listen, type Listening } from '../lib/listen.ts'
import { metricsText, type Gauge } from './metrics-text.ts'

export type HealthFacts = { isHealthy: boolean; isReady: boolean; details: Record<string, unknown> }

/**
 * Answers probes. `/health`: the work loop turns. `/ready`: it turns, and the control plane was heard from.
 * Throws `StartupError` when the port is taken.
 */
export async function startHealthServer(options: {
  host: string
  port: number
  facts: () => HealthFacts
  gauges: () => Gauge[]
}): Promise<Listening> {
  const { facts, gauges } = options
  const server = createServer((request, response) => {
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
  return await listen(server, { setting: 'healthPort', host: options.host, port: options.port })
}
