import { Agent } from 'node:https'
import { rootCertificates } from 'node:tls'
import { Authorization } from './authorization.ts'
import { describeConnectionError, isCut } from './describe-connection-error.ts'
import { exchange, type Answer, type Exchange } from './exchange.ts'
import type { Login } from './read-login.ts'
import { RegistryError } from './registry-error.ts'

export interface RegistryOptions {
  /** Scheme, host and port, such as `https://registry.site.internal:5000`. */
  url: string
  /** Certificates in PEM. Given, nobody else is trusted. */
  ca?: string | undefined
  login?: Login | undefined
  /** Without a sign of life for this long a connection counts as cut. */
  idleMs?: number
}

export interface RegistryRequest extends Pick<Exchange, 'method' | 'headers' | 'body' | 'onSent'> {
  /** A path below the registry, or a whole address that it gave. */
  path: string
  /** The repository that this is about, and what is done to it. */
  repository?: string
  access?: 'pull' | 'push' | 'delete'
  /** Another repository that is read from. */
  alsoPull?: string
}

const IDLE_MS = 60_000
/** As token servers know them. */
const ACTIONS = { pull: 'pull', push: 'pull,push', delete: 'pull,delete' } as const

/** Speaks to one registry, with its authority and its way to sign in. */
export class RegistryClient {
  /** As it stands in image names. */
  readonly host: string
  /** Of the last answer, for the clock of the registry; undefined before the first, and for a registry that tells no time. */
  lastDate: Date | undefined
  readonly #base: URL
  readonly #agent: Agent | undefined
  readonly #authorization: Authorization
  readonly #idleMs: number

  constructor(options: RegistryOptions) {
    this.#base = new URL(options.url)
    this.host = this.#base.host
    this.#idleMs = options.idleMs ?? IDLE_MS
    if (this.#base.protocol === 'https:')
      this.#agent = new Agent({ keepAlive: true, ca: options.ca ?? [...rootCertificates] })
    this.#authorization = new Authorization(this.host, options.login, (url, headers) =>
      this.#exchange({ method: 'GET', url, headers }),
    )
  }

  /**
   * One request, with the right that the registry asks for. Answers every status but one that says the login will not do. Throws {@link RegistryError},
   * and what the network throws for a connection that was cut and may be tried again.
   */
  async send(request: RegistryRequest): Promise<Answer> {
    const scope = scopeOf(request)
    const url = new URL(request.path, this.#base)
    const { method, body, onSent } = request
    // A place outside of the registry, such as the storage behind it, gets no credentials.
    const isOurs = url.host === this.#base.host
    for (let attempt = 0; ; attempt++) {
      const authorization = isOurs ? this.#authorization.headerFor(scope) : undefined
      const answer = await this.#exchange({
        method,
        url,
        headers: { ...request.headers, ...(authorization === undefined ? {} : { authorization }) },
        ...(body === undefined ? {} : { body }),
        ...(onSent === undefined ? {} : { onSent }),
      })
      if (answer.status !== 401 || !isOurs || attempt === 2) return answer
      if (!(await this.#authorization.learn(answer, scope))) return answer
    }
  }

  /** Closes connections that are kept for a next request. */
  close(): void {
    this.#agent?.destroy()
  }

  async #exchange(options: Omit<Exchange, 'agent' | 'idleMs'>): Promise<Answer> {
    try {
      const answer = await exchange({ ...options, agent: this.#agent, idleMs: this.#idleMs })
      const date = new Date(answer.headers.date ?? '')
      if (!Number.isNaN(date.valueOf())) this.lastDate = date
      return answer
    } catch (error) {
      if (isCut(error) || error instanceof RegistryError) throw error
      throw describeConnectionError(options.url.host, error)
    }
  }
}

function scopeOf({ repository, access = 'pull', alsoPull }: RegistryRequest): string {
  if (repository === undefined) return ''
  const own = `repository:${repository}:${ACTIONS[access]}`
  return alsoPull === undefined ? own : `${own} repository:${alsoPull}:pull`
}
