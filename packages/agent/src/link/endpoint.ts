import http from 'node:http'
import https from 'node:https'

/** Where the control plane is, and how it is reached. No redirect is followed and no weaker transport is ever tried. */
export type Endpoint = {
  /** Scheme, host and port, without a path. Every proof names it. */
  readonly origin: string
  readonly agent: http.Agent
  readonly ca: string | undefined
}

export type Reply = { status: number; headers: http.IncomingHttpHeaders; body: unknown }

const REQUEST_TIMEOUT_MS = 15_000
const REPLY_BYTES_MAX = 256 * 1024

/** @param env Where `HTTPS_PROXY` and `NO_PROXY` are looked up. */
export function createEndpoint(options: { url: string; ca?: string | undefined; env: NodeJS.ProcessEnv }): Endpoint {
  const { ca, env } = options
  const { origin, protocol } = new URL(options.url)
  if (protocol === 'http:') return { origin, ca: undefined, agent: new http.Agent() }
  const proxyEnv = {
    HTTPS_PROXY: env.HTTPS_PROXY ?? env.https_proxy,
    NO_PROXY: env.NO_PROXY ?? env.no_proxy,
  }
  return { origin, ca, agent: new https.Agent({ ...(ca === undefined ? {} : { ca }), proxyEnv }) }
}

/** One small request. Rejects when there was no answer; any status is an answer. */
export function requestJson(
  endpoint: Endpoint,
  request: { method: 'GET' | 'POST'; path: string; body?: unknown },
): Promise<Reply> {
  const text = request.body === undefined ? undefined : JSON.stringify(request.body)
  const transport = endpoint.origin.startsWith('https:') ? https : http
  return new Promise((resolve, reject) => {
    const outgoing = transport.request(
      `${endpoint.origin}${request.path}`,
      {
        method: request.method,
        agent: endpoint.agent,
        timeout: REQUEST_TIMEOUT_MS,
        headers: {
          accept: 'application/json',
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      },
      (incoming) => {
        readBody(incoming).then(
          (body) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
          reject,
        )
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${REQUEST_TIMEOUT_MS / 1000} s`)))
    outgoing.on('error', reject)
    outgoing.end(text)
  })
}

/** The server's clock minus ours in milliseconds, from an answer's `Date` header. Exact to a second; undefined without the header. */
export function clockOffset(headers: http.IncomingHttpHeaders, now: number): number | undefined {
  const at = Date.parse(headers.date ?? '')
  return Number.isNaN(at) ? undefined : at + 500 - now
}

async function readBody(incoming: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > REPLY_BYTES_MAX) {
      incoming.destroy()
      throw new Error('the answer is too large')
    }
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
