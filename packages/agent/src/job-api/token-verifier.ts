import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose'
import { z } from 'zod'

/** Which pod a token was given to. */
export type PodIdentity = { namespace: string; name: string; uid: string }

/** What the cluster says about the tokens that it signs. */
export type TokenIssuer = { issuer: string; keys: JSONWebKeySet }

const Claims = z.object({
  'kubernetes.io': z.object({
    namespace: z.string(),
    pod: z.object({ name: z.string(), uid: z.string() }),
  }),
})

/** The issuer is asked at most this often, whoever sends tokens with unknown keys. */
const ASK_MS_MIN = 30_000

/** Checks tokens of pods by the cluster's own keys: signature, issuer, audience and time. A key that is new is asked for. */
export class TokenVerifier {
  readonly #ask: () => Promise<TokenIssuer>
  readonly #audience: string
  #issuer: TokenIssuer | undefined
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(options: { ask: () => Promise<TokenIssuer>; audience: string }) {
    this.#ask = options.ask
    this.#audience = options.audience
  }

  /** Rejects with a sentence for a token that is not one of a pod for us. */
  async verify(token: string): Promise<PodIdentity> {
    const issuer = this.#issuer ?? (await this.#learn())
    try {
      return await this.#check(token, issuer)
    } catch (error) {
      const isNewKey = error instanceof errors.JWKSNoMatchingKey
      if (!isNewKey || performance.now() - this.#askedAt < ASK_MS_MIN) throw error
      return this.#check(token, await this.#learn())
    }
  }

  async #check(token: string, { issuer, keys }: TokenIssuer): Promise<PodIdentity> {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { issuer, audience: this.#audience })
    const claims = Claims.safeParse(payload)
    if (!claims.success) throw new Error('the token is not one of a pod')
    const { namespace, pod } = claims.data['kubernetes.io']
    return { namespace, ...pod }
  }

  async #learn(): Promise<TokenIssuer> {
    this.#askedAt = performance.now()
    this.#issuer = await this.#ask()
    return this.#issuer
  }
}
