import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { PROBE_CLUSTER_HEADER, PROBE_MS_MAX, PROBE_TOKEN_HEADER } from '@fairlead/protocol'
import { WebSocketServer, type WebSocket } from 'ws'
import type { App } from '../app/app.ts'
import { answerProbe } from './answer-probe.ts'

/** Open at once on one replica. Installers come one by one; whoever else comes gets 503. */
const PROBES_MAX = 16
const MESSAGE_BYTES_MAX = 64
const MESSAGES_MAX = 4
const TOKEN_CHARS_MAX = 200

export interface Probes {
  /** Takes a probe's socket, or answers false when there are too many. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<boolean>
  /** Ends those that are open: nothing waits for a probe. */
  end(): void
}

/**
 * Sockets on which installers see, before there is an agent, whether a connection gets through and stays open while it is idle. They carry nothing, need no identity, and are few, short and
 * small.
 */
export function acceptProbes(app: App): Probes {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MESSAGE_BYTES_MAX })
  let taken = 0

  async function take(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<boolean> {
    if (taken >= PROBES_MAX) return false
    taken += 1
    socket.once('close', () => (taken -= 1))
    const answer = await answerProbe(app, {
      token: headerOf(request, PROBE_TOKEN_HEADER),
      clusterUid: headerOf(request, PROBE_CLUSTER_HEADER),
    })
    if (socket.destroyed) return true
    sockets.handleUpgrade(request, socket, head, (probe) => {
      echo(probe)
      probe.send(JSON.stringify(answer))
    })
    return true
  }

  function end(): void {
    for (const probe of sockets.clients) probe.terminate()
  }

  return { take, end }
}

function echo(probe: WebSocket): void {
  const end = setTimeout(() => probe.terminate(), PROBE_MS_MAX)
  let messages = 0
  probe.on('error', () => probe.terminate())
  probe.on('close', () => clearTimeout(end))
  probe.on('message', (data, isBinary) => {
    messages += 1
    if (messages > MESSAGES_MAX) probe.terminate()
    else probe.send(data, { binary: isBinary })
  })
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value !== '' && value.length <= TOKEN_CHARS_MAX ? value : undefined
}
