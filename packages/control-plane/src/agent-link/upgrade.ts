import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { CONNECT_PATH, FRAME_BYTES_MAX, NONCE_HEADER, PROBE_PATH, SUBPROTOCOL } from '@fairlead/protocol'
import { WebSocketServer } from 'ws'
import type { App } from '../app/app.ts'
import { acceptProbes } from './accept-probes.ts'
import type { AgentHub } from './agent-hub.ts'
import { issueNonce } from './nonce.ts'
import { openAgentSession } from './open-agent-session.ts'
import { verifyConnect } from './verify-connect.ts'

/** Bounds of ws that its types do not know yet: how finely a peer may cut its frames, and how long it may take to close. */
const AGAINST_CRUMBS = { maxFragments: 64, maxBufferedChunks: 4096, closeTimeout: 5_000 }

/** Handshakes under way at once. More are sent away before any cryptography or database work. */
const IN_FLIGHT_MAX = 64

/** Takes the agents' sockets, and those of probes, which the answered function ends. Every refusal is a plain answer on a socket that is destroyed afterwards. */
export function acceptAgents(server: Server, app: App, hub: AgentHub): { endProbes(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: FRAME_BYTES_MAX,
    ...AGAINST_CRUMBS,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  const probes = acceptProbes(app)
  let inFlight = 0

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    if (request.url !== CONNECT_PATH && request.url !== PROBE_PATH) return refuse(socket, 404, 'Not Found')
    // A browser sends these, an agent never: no page may open this socket with somebody's cookie.
    if (request.headers.origin !== undefined || request.headers.cookie !== undefined)
      return refuse(socket, 403, 'Forbidden')
    if (request.url === PROBE_PATH) return probe(request, socket, head)
    if (!(request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/).includes(SUBPROTOCOL)) {
      return refuse(
        socket,
        426,
        'Upgrade Required',
        {},
        {
          code: 'UPGRADE_REQUIRED',
          message: `this control plane (${app.version}) speaks ${SUBPROTOCOL}, and the agent did not offer it`,
          hint: `install the chart fairlead-agent of ${app.version}; what runs there goes on meanwhile`,
        },
      )
    }
    if (inFlight >= IN_FLIGHT_MAX) {
      return refuse(socket, 503, 'Service Unavailable', { 'retry-after': String(1 + Math.floor(Math.random() * 10)) })
    }
    inFlight += 1
    admit(request, socket, head)
      .catch((error: unknown) => {
        app.log.warn({ err: error }, 'agent could not be admitted')
        refuse(socket, 503, 'Service Unavailable', { 'retry-after': '5' })
      })
      .finally(() => (inFlight -= 1))
  })

  function probe(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    probes.take(request, socket, head).then(
      (isTaken) => isTaken || refuse(socket, 503, 'Service Unavailable', { 'retry-after': '60' }),
      (error: unknown) => {
        app.log.warn({ err: error }, 'a probe could not be answered')
        refuse(socket, 503, 'Service Unavailable', { 'retry-after': '5' })
      },
    )
  }

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const agent = await verifyConnect(app, request.headers.authorization)
    const opened = agent && (await openAgentSession(app, agent))
    if (!agent || !opened) {
      return refuse(socket, 401, 'Unauthorized', { [NONCE_HEADER]: issueNonce(app.keys.nonce, app.clock.now()) })
    }
    if (socket.destroyed) return
    sockets.handleUpgrade(request, socket, head, (webSocket) => hub.accept(webSocket, agent, opened))
  }

  return { endProbes: () => probes.end() }
}

function refuse(
  socket: Duplex,
  status: number,
  text: string,
  headers: Record<string, string> = {},
  error?: { code: string; message: string; hint: string },
): void {
  const body = error === undefined ? '' : JSON.stringify({ error })
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    ...(error === undefined ? {} : { 'content-type': 'application/json' }),
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  if (socket.destroyed) return
  socket.end(`HTTP/1.1 ${status} ${text}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy())
}
