import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'

export type TappedFrame = { from: 'agent' | 'control'; text: string }

export type FrameTap = {
  origin: string
  frames: TappedFrame[]
  /** Bodies of the enrolment, both ways. */
  enrolment: { request?: unknown; response?: unknown }
  /** Where the control plane listens, once that is known. */
  target: string
  close(): void
}

/**
 * Stands between an agent and its control plane, passes everything on and writes down what was said. The control plane has to take the tap's
 * address for its own public one, since proofs name it.
 */
export async function openFrameTap(): Promise<FrameTap> {
  const tap: FrameTap = { origin: '', frames: [], enrolment: {}, target: '', close: () => undefined }
  const server = http.createServer((request, response) => void pass(tap, request, response))
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/)
    const { authorization } = request.headers
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    const out = new WebSocket(`${tap.target.replace('http', 'ws')}${request.url ?? ''}`, protocols, { headers })
    // Frames may come with the upgrade: nothing is read before both ends are there.
    out.once('upgrade', () => out.pause())
    out.once('error', () => socket.destroy())
    out.once('open', () =>
      sockets.handleUpgrade(request, socket, head, (inside) => {
        join(tap, 'agent', inside, out)
        join(tap, 'control', out, inside)
        out.resume()
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  tap.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  tap.close = () => {
    for (const client of sockets.clients) client.terminate()
    server.close()
    server.closeAllConnections()
  }
  return tap
}

function join(tap: FrameTap, from: TappedFrame['from'], source: WebSocket, target: WebSocket): void {
  source.on('message', (data) => {
    const text = (data as Buffer).toString('utf8')
    tap.frames.push({ from, text })
    if (target.readyState === target.OPEN) target.send(text)
  })
  source.on('close', (code, reason) => {
    if (target.readyState !== target.OPEN) return
    if (code >= 1000 && code !== 1005 && code !== 1006) target.close(code, reason)
    else target.terminate()
  })
  source.on('error', () => target.terminate())
}

async function pass(tap: FrameTap, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const reply = await fetch(`${tap.target}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
    ...(body.length === 0 ? {} : { body }),
  })
  const text = await reply.text()
  if (request.url?.endsWith('/enrol') === true && reply.ok) {
    tap.enrolment = { request: JSON.parse(body.toString('utf8')), response: JSON.parse(text) }
  }
  const nonce = reply.headers.get('agent-nonce')
  response.writeHead(reply.status, {
    'content-type': reply.headers.get('content-type') ?? 'text/plain',
    date: reply.headers.get('date') ?? '',
    ...(nonce === null ? {} : { 'agent-nonce': nonce }),
  })
  response.end(text)
}
