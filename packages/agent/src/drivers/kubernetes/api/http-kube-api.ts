import http from 'node:http'
import https from 'node:https'
import type { KubeAccess } from './kube-access.ts'
import { urlOf, type KubeApi, type KubeRequest, type Query } from './kube-api.ts'
import { KubeError } from './kube-error.ts'

const REQUEST_TIMEOUT_MS = 20_000
/** Ordinary calls at a time; watches and logs are not counted. A connection costs some hundred KiB. */
const SOCKETS_MAX = 24
/** Connections that are kept when nothing is called. */
const FREE_SOCKETS_MAX = 4

/** {@link KubeApi} over HTTPS, with connections that are kept. */
export class HttpKubeApi implements KubeApi {
  readonly #access: KubeAccess
  readonly #calls: https.Agent | http.Agent
  readonly #streams: https.Agent | http.Agent

  constructor(access: KubeAccess) {
    this.#access = access
    const { Agent } = access.server.startsWith('https:') ? https : http
    this.#calls = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX, maxFreeSockets: FREE_SOCKETS_MAX })
    this.#streams = new Agent({ keepAlive: false })
  }

  async send<T>(request: KubeRequest): Promise<T> {
    const text = request.body === undefined ? undefined : JSON.stringify(request.body)
    const contentType = request.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    // Unlike AbortSignal.timeout it ends with the call: of hundreds a second, each would hold its request for the whole time.
    const timeout = new AbortController()
    const timer = setTimeout(
      () => timeout.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      request.timeoutMs ?? REQUEST_TIMEOUT_MS,
    )
    try {
      return await this.#call<T>(request, text, contentType, timeout.signal)
    } finally {
      clearTimeout(timer)
    }
  }

  async #call<T>(request: KubeRequest, text: string | undefined, contentType: string, signal: AbortSignal): Promise<T> {
    const incoming = await this.#open({
      method: request.method,
      url: urlOf(request.path, request.query),
      headers: text === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(text) },
      text,
      agent: this.#calls,
      signal,
    })
    const chunks: Buffer[] = []
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
    const answer = Buffer.concat(chunks).toString('utf8')
    const status = incoming.statusCode ?? 0
    if (status >= 300) throw KubeError.of(status, answer)
    const isJson = incoming.headers['content-type']?.startsWith('application/json') ?? false
    return (isJson ? JSON.parse(answer) : answer) as T
  }

  async *lines(request: { path: string; query?: Query; signal: AbortSignal }): AsyncGenerator<string> {
    const incoming = await this.#open({
      method: 'GET',
      url: urlOf(request.path, request.query),
      headers: {},
      text: undefined,
      agent: this.#streams,
      signal: request.signal,
    })
    if ((incoming.statusCode ?? 0) >= 300) {
      let text = ''
      for await (const chunk of incoming as AsyncIterable<Buffer>) text += chunk.toString('utf8')
      throw KubeError.of(incoming.statusCode ?? 0, text)
    }
    incoming.setEncoding('utf8')
    let rest = ''
    for await (const chunk of incoming as AsyncIterable<string>) {
      const parts = (rest + chunk).split('\n')
      rest = parts.pop() ?? ''
      yield* parts
    }
    if (rest !== '') yield rest
  }

  close(): void {
    this.#calls.destroy()
    this.#streams.destroy()
  }

  async #open(request: {
    method: string
    url: string
    headers: http.OutgoingHttpHeaders
    text: string | undefined
    agent: http.Agent
    signal: AbortSignal
  }): Promise<http.IncomingMessage> {
    const { server } = this.#access
    const options: https.RequestOptions = {
      method: request.method,
      agent: request.agent,
      signal: request.signal,
      headers: { accept: 'application/json, */*', ...request.headers },
    }
    await this.#access.authorize(options)
    const transport = server.startsWith('https:') ? https : http
    return new Promise((resolve, reject) => {
      const outgoing = transport.request(`${server}${request.url}`, options, resolve)
      outgoing.on('error', reject)
      outgoing.on('socket', (socket) => socket.setKeepAlive(true, 15_000))
      outgoing.end(request.text)
    })
  }
}
