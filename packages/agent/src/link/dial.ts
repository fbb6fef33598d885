import {
  CONNECT_PATH,
  CONNECT_PROOF_TYP,
  CONNECT_SCHEME,
  FRAME_BYTES_MAX,
  NONCE_HEADER,
  NONCE_PATH,
  SUBPROTOCOL,
} from '@fairlead/protocol'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { v4 as uuidv4 } from 'uuid'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { AgentKey } from '../identity/agent-key.ts'
import type { Clock } from '../lib/clock.ts'
import { messageOf } from '../lib/logger.ts'
import { clockOffset, requestJson, type Endpoint } from './endpoint.ts'

export type DialResult =
  | { kind: 'open'; socket: WebSocket }
  /** The server said no. `retryAfterMs` is its wish. */
  | { kind: 'refused'; status: number; message: string; retryAfterMs?: number }
  | { kind: 'failed'; message: string }

export type DialOptions = { endpoint: Endpoint; key: AgentKey; clusterId: string; bootId: string; clock: Clock }

const Sentence = z.object({ error: z.object({ message: z.string().max(1024), hint: z.string().max(1024) }) })
const SENTENCE_CHARS_MAX = 4_096
const SENTENCE_TIMEOUT_MS = 1_000

type Attempt = { result: DialResult; nonce?: string | undefined; isDated?: boolean }

const HANDSHAKE_TIMEOUT_MS = 10_000
/** A control plane takes a nonce for a minute or two. */
const NONCE_AGE_MS_MAX = 60_000
/** Against a peer that sends crumbs or never finishes a goodbye. */
const CRUMBS = { maxFragments: 64, maxBufferedChunks: 4096, closeTimeout: 5_000 }

/** Opens authenticated connections and keeps what the next one needs: a nonce, and how far the two clocks are apart. */
export class Dialer {
  readonly #options: DialOptions
  #nonce: { value: string; at: number } | undefined
  #offsetMs = 0

  constructor(options: DialOptions) {
    this.#options = options
  }

  /** The control plane's clock minus ours, as far as is known. */
  get offsetMs(): number {
    return this.#offsetMs
  }

  /** What a welcome said for the next connection. */
  learn(welcome: { nextNonce: string; serverTime: string }): void {
    this.#nonce = { value: welcome.nextNonce, at: this.#options.clock.mono() }
    this.#offsetMs = Date.parse(welcome.serverTime) - this.#options.clock.now()
  }

  /** One connection attempt. A nonce that has grown old is renewed once, at once. Never rejects. */
  async dial(): Promise<DialResult> {
    try {
      const first = await this.#attempt(this.#freshNonce() ?? (await this.#fetchNonce()))
      if (first.result.kind !== 'refused' || first.result.status !== 401) return first.result
      // Either the nonce or our idea of the server's time may be old. A refusal without a date renews only the first.
      const nonce = first.isDated === true ? first.nonce : undefined
      return (await this.#attempt(nonce ?? (await this.#fetchNonce()))).result
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) }
    }
  }

  /** After a long session the nonce of its welcome is too old to be worth a try. */
  #freshNonce(): string | undefined {
    const nonce = this.#nonce
    const isFresh = nonce !== undefined && this.#options.clock.mono() - nonce.at < NONCE_AGE_MS_MAX
    return isFresh ? nonce.value : undefined
  }

  async #fetchNonce(): Promise<string> {
    const { endpoint, clock } = this.#options
    const reply = await requestJson(endpoint, { method: 'GET', path: NONCE_PATH })
    this.#learnOffset(reply.headers)
    const parsed = z.object({ nonce: z.string().min(1) }).safeParse(reply.body)
    if (parsed.success) {
      this.#nonce = { value: parsed.data.nonce, at: clock.mono() }
      return parsed.data.nonce
    }
    throw new Error(
      `${endpoint.origin} gave no nonce (status ${reply.status}) at ${new Date(clock.now()).toISOString()}`,
    )
  }

  #learnOffset(headers: IncomingHttpHeaders): void {
    const { clock } = this.#options
    this.#offsetMs = clockOffset(headers, clock.now()) ?? this.#offsetMs
  }

  async #attempt(nonce: string): Promise<Attempt> {
    const { endpoint, key, clusterId, bootId, clock } = this.#options
    const audience = `${endpoint.origin}${CONNECT_PATH}`
    const proof = await key.sign({
      typ: CONNECT_PROOF_TYP,
      header: 'kid',
      audience,
      issuedAt: Math.floor((clock.now() + this.#offsetMs) / 1000),
      claims: { iss: clusterId, jti: uuidv4(), nonce, boot_id: bootId },
    })
    const socket = new WebSocket(audience.replace(/^http/, 'ws'), SUBPROTOCOL, {
      agent: endpoint.agent,
      ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
      headers: { authorization: `${CONNECT_SCHEME} ${proof}` },
      perMessageDeflate: false,
      followRedirects: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: FRAME_BYTES_MAX,
      ...CRUMBS,
    })
    return new Promise((resolve) => {
      socket.once('open', () => {
        // It is good for one answer, not for one attempt: a server that was not reached has not seen it.
        this.#nonce = undefined
        // The first frame may have come with the upgrade: it waits until somebody listens.
        socket.pause()
        socket.removeAllListeners('unexpected-response')
        resolve({ result: { kind: 'open', socket } })
      })
      socket.once('error', (error) => resolve({ result: { kind: 'failed', message: messageOf(error) } }))
      socket.once('unexpected-response', (request, response: IncomingMessage) => {
        this.#nonce = undefined
        this.#learnOffset(response.headers)
        const isDated = response.headers.date !== undefined
        void readSentence(response).then((sentence) => {
          resolve({ result: refusalOf(response, sentence), nonce: nonceOf(response), isDated })
          request.destroy()
        })
      })
    })
  }
}

function nonceOf(response: IncomingMessage): string | undefined {
  const header = response.headers[NONCE_HEADER]
  return typeof header === 'string' && header !== '' ? header : undefined
}

/** What the answer says about itself; undefined where it says nothing that can be read in a second. */
async function readSentence(response: IncomingMessage): Promise<string | undefined> {
  if (response.headers['content-type'] !== 'application/json') {
    response.resume()
    return undefined
  }
  const timer = setTimeout(() => response.destroy(), SENTENCE_TIMEOUT_MS)
  let text = ''
  try {
    for await (const chunk of response) {
      text += (chunk as Buffer).toString('utf8')
      if (text.length > SENTENCE_CHARS_MAX) return undefined
    }
    const { error } = Sentence.parse(JSON.parse(text))
    return `${error.message}: ${error.hint}`
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

function refusalOf(response: IncomingMessage, sentence?: string): DialResult {
  const status = response.statusCode ?? 0
  const seconds = Number(response.headers['retry-after'])
  return {
    kind: 'refused',
    status,
    message: sentence === undefined ? `status ${status}` : `status ${status}: ${sentence}`,
    ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
  }
}
