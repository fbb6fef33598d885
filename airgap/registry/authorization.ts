import { z } from 'zod'
import type { Answer } from './exchange.ts'
import type { Login } from './read-login.ts'
import { RegistryError } from './registry-error.ts'

const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() })

/** What a registry asks of whoever comes without a right: `Basic`, or `Bearer` with the place where tokens are made. */
export interface Challenge {
  scheme: 'basic' | 'bearer'
  fields: Readonly<Record<string, string>>
}

/** Reads `WWW-Authenticate`. Undefined for a scheme that registries do not use. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const [, scheme, rest = ''] = /^\s*(basic|bearer)\b(.*)$/is.exec(header ?? '') ?? []
  if (scheme === undefined) return undefined
  const fields = [...rest.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)]
  return {
    scheme: scheme.toLowerCase() === 'basic' ? 'basic' : 'bearer',
    fields: Object.fromEntries(fields.map(([, key = '', quoted, plain]) => [key.toLowerCase(), quoted ?? plain ?? ''])),
  }
}

/** Keeps the right to each scope of one registry, by a password at each request or by tokens of a token server. */
export class Authorization {
  readonly #login: Login | undefined
  readonly #host: string
  readonly #ask: (url: URL, headers: Record<string, string>) => Promise<Answer>
  readonly #headers = new Map<string, string>()

  constructor(
    host: string,
    login: Login | undefined,
    ask: (url: URL, headers: Record<string, string>) => Promise<Answer>,
  ) {
    this.#host = host
    this.#login = login
    this.#ask = ask
  }

  /** The header for a scope such as `repository:team/app:pull,push`, as far as it is known. */
  headerFor(scope: string): string | undefined {
    return this.#headers.get(scope) ?? this.#headers.get('')
  }

  /** Answers a refusal: true when it is worth asking again. Throws {@link RegistryError} when this login will not do. */
  async learn(answer: Answer, scope: string): Promise<boolean> {
    const challenge = parseChallenge(answer.headers['www-authenticate'])
    if (challenge === undefined) return false
    if (challenge.scheme === 'basic') {
      if (this.#login === undefined) throw this.#noLogin()
      if (this.#headers.has('')) throw this.#wrongLogin()
      this.#headers.set('', basic(this.#login))
      return true
    }
    const before = this.#headers.get(scope)
    const token = `Bearer ${await this.#token(challenge, scope)}`
    this.#headers.set(scope, token)
    return token !== before
  }

  async #token({ fields }: Challenge, scope: string): Promise<string> {
    const { realm, service } = fields
    if (realm === undefined || !URL.canParse(realm))
      throw new RegistryError('refused', `${this.#host} asks for a token and does not say where to get one`)
    const url = new URL(realm)
    if (service !== undefined) url.searchParams.set('service', service)
    for (const each of (scope === '' ? fields['scope'] : scope)?.split(' ') ?? [])
      url.searchParams.append('scope', each)
    if (this.#login !== undefined) url.searchParams.set('account', this.#login.user)
    const answer = await this.#ask(url, this.#login === undefined ? {} : { authorization: basic(this.#login) })
    if (answer.status === 401 || answer.status === 403)
      throw this.#login === undefined ? this.#noLogin() : this.#wrongLogin()
    if (answer.status !== 200)
      throw new RegistryError('refused', `${url.host}, which makes tokens for ${this.#host}, answers ${answer.status}`)
    const found = tokenAnswer.safeParse(parseJson(answer.text)).data
    const token = found?.token ?? found?.access_token
    if (token === undefined) throw new RegistryError('refused', `${url.host} answers without a token for ${this.#host}`)
    return token
  }

  #noLogin(): RegistryError {
    return new RegistryError(
      'login',
      `${this.#host} asks for a login and there is none: set registry.authFile to a file that has one, as \`podman login --authfile FILE ${this.#host}\` writes`,
    )
  }

  #wrongLogin(): RegistryError {
    return new RegistryError(
      'login',
      `${this.#host} does not accept the login of ${this.#login?.user}: check user and password in registry.authFile`,
    )
  }
}

function basic({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
