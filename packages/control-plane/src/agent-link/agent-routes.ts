import { ENROL_PATH, NONCE_PATH } from '@fairlead/protocol'
import type { Hono } from 'hono'
import { stream } from 'hono/streaming'
import type { App } from '../app/app.ts'
import type { HttpEnv } from '../api/http-env.ts'
import { newId } from '../lib/ids.ts'
import { enrolAgent } from './enrol-agent.ts'
import type { AgentHub } from './agent-hub.ts'
import { issueNonce } from './nonce.ts'
import { REPLICA_LOGS_PATH, serveReplicaLogs } from './open-logs.ts'

/** The side door of agents, and the one of other replicas. Neither takes a user's credential. */
export function mountAgentRoutes(http: Hono<HttpEnv>, app: App, hub: AgentHub): void {
  http.get(NONCE_PATH, (c) => c.json({ nonce: issueNonce(app.keys.nonce, app.clock.now()) }))

  http.post(ENROL_PATH, async (c) => {
    const id = newId()
    c.header('x-request-id', id)
    const body: unknown = await c.req.json().catch(() => undefined)
    return c.json(await enrolAgent(app, body, { id, ip: c.env.incoming.socket.remoteAddress ?? null }), 201)
  })

  http.post(REPLICA_LOGS_PATH, async (c) => {
    const leaving = new AbortController()
    const events = await serveReplicaLogs(app, hub, c.req.header('authorization'), leaving.signal)
    if (events === 'unauthorized') return c.body(null, 401)
    if (events === 'moved') return c.body(null, 409)
    return stream(c, async (out) => {
      out.onAbort(() => leaving.abort())
      for await (const event of events) await out.write(`${JSON.stringify(event)}\n`)
    })
  })
}
