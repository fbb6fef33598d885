import { lookup } from 'node:dns/promises'
import {
  NONCE_PATH,
  PROBE_CLUSTER_HEADER,
  PROBE_PATH,
  PROBE_TOKEN_HEADER,
  PROTOCOL_VERSIONS,
  ProbeAnswer,
  SUBPROTOCOL,
  judgeVersion,
  versionToSpeak,
} from '@fairlead/protocol'
import { WebSocket } from 'ws'
import { messageOf } from '../lib/logger.ts'
import { requestJson, type Endpoint } from './endpoint.ts'

const HANDSHAKE_MS = 15_000
/** For a word to come back after the silence. */
const ECHO_MS = 10_000
const WORD = 'still here'

export interface ProbeOptions {
  endpoint: Endpoint
  /** Shown and not spent. */
  token?: string | undefined
  clusterUid?: string | undefined
  /** How long the socket is left without a byte, in milliseconds; 0: not tried. */
  idleMs: number
}

/** How the wire versions of this agent and of the control plane lie to each other. */
export interface Skew {
  /** What both would speak; absent where they have none in common. */
  speaks?: string
  /** The control plane, seen from this agent. */
  theirs: 'same' | 'older' | 'newer' | 'unreadable'
}

/** What a pod sees of the control plane, by the way that the agent will go. */
export interface LinkSeen {
  /** Of the control plane's host: its address, or why it has none. */
  name: { address: string } | { error: string }
  /** Of a plain request. */
  reach: { status: number; date: string | undefined } | { error: string }
  /** Of a WebSocket; `status` is what a refused upgrade was answered with. */
  socket: { answer: ProbeAnswer; skew: Skew } | { status: number } | { error: string }
  /** Of its silence: `cutMs` is when it was cut, `ms` how long it was silent and open. Absent where no socket opened, or none was asked for. */
  idle?: { ms: number } | { cutMs: number; error: string }
}

/** Looks at the way to the control plane, and changes nothing. Never rejects. */
export async function probeLink(options: ProbeOptions): Promise<LinkSeen> {
  const { endpoint } = options
  const seen = { name: await lookUp(endpoint), reach: await reach(endpoint) }
  if ('error' in seen.reach) return { ...seen, socket: { error: seen.reach.error } }
  return { ...seen, ...(await openSocket(options)) }
}

async function lookUp({ origin }: Endpoint): Promise<LinkSeen['name']> {
  const { hostname } = new URL(origin)
  try {
    const { address } = await lookup(hostname.replaceAll(/^\[|\]$/g, ''))
    return { address }
  } catch (error) {
    return { error: messageOf(error) }
  }
}

async function reach(endpoint: Endpoint): Promise<LinkSeen['reach']> {
  try {
    const { status, headers } = await requestJson(endpoint, { method: 'GET', path: NONCE_PATH })
    return { status, date: headers.date }
  } catch (error) {
    return { error: messageOf(error) }
  }
}

function openSocket({ endpoint, token, clusterUid, idleMs }: ProbeOptions): Promise<Pick<LinkSeen, 'socket' | 'idle'>> {
  const socket = new WebSocket(`${endpoint.origin.replace(/^http/, 'ws')}${PROBE_PATH}`, SUBPROTOCOL, {
    agent: endpoint.agent,
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    headers: {
      ...(token === undefined ? {} : { [PROBE_TOKEN_HEADER]: token }),
      ...(clusterUid === undefined ? {} : { [PROBE_CLUSTER_HEADER]: clusterUid }),
    },
    perMessageDeflate: false,
    followRedirects: false,
    handshakeTimeout: HANDSHAKE_MS,
  })
  return new Promise((resolve) => {
    const end = (seen: Pick<LinkSeen, 'socket' | 'idle'>) => {
      resolve(seen)
      socket.terminate()
    }
    let trouble = 'the connection was closed'
    socket.on('error', (error) => {
      trouble = messageOf(error)
      if (socket.readyState !== WebSocket.OPEN) end({ socket: { error: trouble } })
    })
    socket.once('close', () => end({ socket: { error: trouble } }))
    socket.once('unexpected-response', (_request, response) => end({ socket: { status: response.statusCode ?? 0 } }))
    socket.once('message', (data) => {
      const parsed = ProbeAnswer.safeParse(parse((data as Buffer).toString('utf8')))
      if (!parsed.success) return end({ socket: { error: 'it answers with something else than a control plane does' } })
      const found = { answer: parsed.data, skew: skewOf(parsed.data.protocols) }
      if (idleMs === 0) return end({ socket: found })
      const since = performance.now()
      const cut = () => end({ socket: found, idle: { cutMs: Math.round(performance.now() - since), error: trouble } })
      socket.removeAllListeners('close')
      socket.once('close', cut)
      setTimeout(() => {
        const silent = setTimeout(() => {
          trouble = 'what was sent after it did not come back'
          cut()
        }, ECHO_MS)
        socket.once('message', () => {
          clearTimeout(silent)
          end({ socket: found, idle: { ms: idleMs } })
        })
        if (socket.readyState === WebSocket.OPEN) socket.send(WORD)
      }, idleMs)
    })
  })
}

/** @param theirs What the control plane understands, oldest first. */
export function skewOf(theirs: readonly string[], known: readonly string[] = PROTOCOL_VERSIONS): Skew {
  const newest = theirs.at(-1) ?? ''
  const speaks = versionToSpeak(newest, known)
  const judged = judgeVersion(newest, known)
  const lies = judged.kind !== 'speaks' ? judged.kind : newest === known.at(-1) ? 'same' : 'older'
  return { theirs: lies, ...(theirs.includes(speaks) ? { speaks } : {}) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
