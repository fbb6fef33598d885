import { FairleadError, UnavailableError } from '../errors.ts'
import type { Input, OperationId, Output } from '../operations.ts'
import { buildRequest, type BuiltRequest } from './build-request.ts'
import { errorOfResponse } from './error-of-response.ts'
import { readRetryAfter, retryDelayMs } from './retry-delay.ts'
import { sleep } from './sleep.ts'

export interface ClientOptions {
  /** Where the control plane is, for example `https://fairlead.example.com`. */
  url: string
  /** A personal token: `flt_...`. */
  token?: string
  /** In place of the global one. */
  fetch?: typeof globalThis.fetch
  /** How often a call that may be repeated is tried again. Absent: 5. */
  retries?: number
  /** How long one try may take. Absent: 30 seconds. */
  timeoutMs?: number
  /** Sent with every request, for example `{'user-agent': 'my-tool/1.0'}`. */
  headers?: Readonly<Record<string, string>>
  /** Ends every call of this client. */
  signal?: AbortSignal
  /** Told before each new try. */
  onRetry?: (retry: { operation: string; attempt: number; delayMs: number; error: FairleadError }) => void
}

export interface CallOptions {
  signal?: AbortSignal | undefined
  /** In place of the client's. */
  timeoutMs?: number | undefined
  /** In place of the client's. */
  retries?: number | undefined
  /** The caller knows that repeating is harmless, for example because each part of the body has its own key. */
  isRepeatable?: boolean
}

const RETRIES = 5
const TIMEOUT_MS = 30_000
const RETRY_STATUS = new Set([429, 502, 503, 504])

/** One control plane and how to talk to it: authorization, retries, time limits, and errors by class. */
export class Transport {
  readonly origin: string
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    if (!URL.canParse(options.url) || !/^https?:$/.test(new URL(options.url).protocol)) {
      throw new TypeError(`url: ${JSON.stringify(options.url)} is not an http or https URL`)
    }
    this.origin = options.url.replace(/\/+$/, '')
    this.#options = options
  }

  /** Calls one operation of the API. */
  async call<Op extends OperationId>(operation: Op, input: Input<Op>, options: CallOptions = {}): Promise<Output<Op>> {
    const request = buildRequest(operation, input as Record<string, unknown>)
    const isRepeatable = options.isRepeatable ?? request.isRepeatable
    const retries = isRepeatable ? (options.retries ?? this.#options.retries ?? RETRIES) : 0
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#try(request, options)
      if (!('error' in outcome)) return outcome.answer as Output<Op>
      if (!outcome.isWorthTrying || attempt > retries) throw outcome.error
      const delayMs = retryDelayMs(attempt, outcome.retryAfterMs, Math.random)
      this.#options.onRetry?.({ operation, attempt, delayMs, error: outcome.error })
      await sleep(delayMs, this.#signalOf(options))
    }
  }

  /** Opens a stream of server-sent events. It is tried once: whoever reads it knows where to go on. */
  async open(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const request = { method: 'GET', path, headers: { accept: 'text/event-stream' } }
    const response = await this.#send(request, this.#signalOf({ signal }) ?? signal)
    if (!response.ok) throw await errorOfResponse(response, this.origin)
    if (!response.body) throw new UnavailableError('the answer has no body', { code: 'UNAVAILABLE' })
    return response.body
  }

  /**
   * Calls an operation that answers a file, and gives its text as it comes. It is tried once, and has no time limit: how long it takes is up to its reader.
   * Rejects when it breaks off before its end.
   */
  async *text<Op extends OperationId>(
    operation: Op,
    input: Input<Op>,
    { signal }: Pick<CallOptions, 'signal'> = {},
  ): AsyncGenerator<string, void, void> {
    const request = buildRequest(operation, input as Record<string, unknown>)
    const leaving = new AbortController()
    const left = this.#signalOf({ signal })
    const response = await this.#send(
      { ...request, headers: { accept: 'text/csv, application/json' } },
      left ? AbortSignal.any([left, leaving.signal]) : leaving.signal,
    )
    if (!response.ok) throw await errorOfResponse(response, this.origin)
    const decoder = new TextDecoder()
    try {
      for await (const bytes of response.body ?? []) yield decoder.decode(bytes, { stream: true })
    } catch (cause) {
      if (left?.aborted) throw cause
      throw new UnavailableError(`the answer of ${this.origin} broke off before its end`, {
        code: 'STREAM_CUT',
        hint: 'what came so far is a part: try again',
        cause,
      })
    } finally {
      leaving.abort()
    }
  }

  async #try(
    request: BuiltRequest,
    options: CallOptions,
  ): Promise<
    { answer: unknown } | { error: FairleadError; isWorthTrying: boolean; retryAfterMs?: number | undefined }
  > {
    const limit = AbortSignal.timeout(options.timeoutMs ?? this.#options.timeoutMs ?? TIMEOUT_MS)
    const left = this.#signalOf(options)
    const signal = left ? AbortSignal.any([left, limit]) : limit
    try {
      const response = await this.#send(request, signal)
      if (response.ok) return { answer: await this.#read(response) }
      const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), Date.now())
      const error = await errorOfResponse(response, this.origin)
      return { error, isWorthTrying: RETRY_STATUS.has(response.status), retryAfterMs }
    } catch (cause) {
      if (left?.aborted) throw cause
      if (cause instanceof FairleadError) return { error: cause, isWorthTrying: cause.code === 'NO_ANSWER' }
      return { error: this.#noAnswer(cause, limit.aborted), isWorthTrying: true }
    }
  }

  /** Aborted when the caller leaves this call, or all of them. */
  #signalOf(options: CallOptions): AbortSignal | undefined {
    const signals = [options.signal, this.#options.signal].filter((signal) => signal !== undefined)
    return signals.length < 2 ? signals[0] : AbortSignal.any(signals)
  }

  async #send(request: Omit<BuiltRequest, 'isRepeatable'>, signal: AbortSignal): Promise<Response> {
    const { token, headers } = this.#options
    const fetch = this.#options.fetch ?? globalThis.fetch
    try {
      return await fetch(`${this.origin}${request.path}`, {
        method: request.method,
        headers: {
          accept: 'application/json',
          ...headers,
          ...request.headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: request.body }),
        // A redirect could carry the token to somebody else, and turns a POST into a GET.
        redirect: 'error',
        signal,
      })
    } catch (cause) {
      if (signal.aborted) throw cause
      throw this.#noAnswer(cause, false)
    }
  }

  async #read(response: Response): Promise<unknown> {
    const text = await response.text()
    try {
      return JSON.parse(text) as unknown
    } catch (cause) {
      throw new UnavailableError(`${this.origin} does not answer like a Fairlead control plane`, {
        code: 'NOT_A_CONTROL_PLANE',
        status: response.status,
        hint: 'check the URL',
        cause,
      })
    }
  }

  #noAnswer(cause: unknown, isTooLate: boolean): UnavailableError {
    const why = isTooLate ? 'no answer in time' : deepest(cause)
    return new UnavailableError(`${this.origin} is out of reach: ${why}`, {
      code: 'NO_ANSWER',
      hint: 'is the control plane running, and is the URL right?',
      cause,
    })
  }
}

/** fetch says "fetch failed" and keeps the reason in causes below it. */
function deepest(error: unknown): string {
  let found = error
  while (found instanceof Error && found.cause !== undefined) found = found.cause
  const { code, message } = (found ?? {}) as { code?: unknown; message?: unknown }
  if (code === 'ECONNREFUSED') return 'the connection was refused'
  if (code === 'ENOTFOUND') return 'there is no host of that name'
  if (typeof message === 'string' && message !== '') return message
  return typeof code === 'string' ? code : 'the connection failed'
}
