import type { CallOptions, Transport } from '../http/transport.ts'
import type { CreatedToken, Token } from '../models.ts'
import type { Input } from '../operations.ts'

/** The caller's personal tokens. */
export class Tokens {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** The answer holds the token, and is the only one that ever will. */
  async create(request: Input<'token.create'>, options?: CallOptions): Promise<CreatedToken> {
    return await this.#transport.call('token.create', request, options)
  }

  async list(options?: CallOptions): Promise<Token[]> {
    return (await this.#transport.call('token.list', {}, options)).items
  }

  /** A new token in place of one that works on for `overlapHours`. */
  async rotate(request: Input<'token.rotate'>, options?: CallOptions): Promise<CreatedToken> {
    return await this.#transport.call('token.rotate', request, options)
  }

  /** It stops working within five seconds. */
  async revoke(tokenId: string, options?: CallOptions): Promise<Token> {
    return await this.#transport.call('token.revoke', { tokenId }, options)
  }
}
