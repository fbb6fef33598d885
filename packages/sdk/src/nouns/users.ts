import type { CallOptions, Transport } from '../http/transport.ts'
import type { InvitedUser, User } from '../models.ts'
import type { Input } from '../operations.ts'

/** People of the organization. */
export class Users {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** The answer holds a one-time link for them to set a password. */
  async invite(request: Input<'user.invite'>, options?: CallOptions): Promise<InvitedUser> {
    return await this.#transport.call('user.invite', request, options)
  }

  async list(options?: CallOptions): Promise<User[]> {
    return (await this.#transport.call('user.list', {}, options)).items
  }
}
