import type { CallOptions, Transport } from '../http/transport.ts'
import type { EndedAccess, InvitedUser, RemovedUser, SetupLink, User, UserDetail } from '../models.ts'
import type { Input } from '../operations.ts'

/** People of the organization. `user` is an id or an email. */
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

  async get(user: string, options?: CallOptions): Promise<UserDetail> {
    return await this.#transport.call('user.get', { user }, options)
  }

  /** Instead of the one that they have there. `scope` is `organization`, or the id of a department or project. */
  async setRole(
    user: string,
    scope: string,
    request: Omit<Input<'user.set-role'>, 'user' | 'scope'>,
    options?: CallOptions,
  ): Promise<User> {
    return await this.#transport.call('user.set-role', { user, scope, ...request }, options)
  }

  async removeRole(user: string, scope: string, options?: CallOptions): Promise<User> {
    return await this.#transport.call('user.remove-role', { user, scope }, options)
  }

  /** Their sessions, tokens and set-up link end at once; their work goes on. */
  async disable(user: string, options?: CallOptions): Promise<EndedAccess> {
    return await this.#transport.call('user.disable', { user }, options)
  }

  async enable(user: string, options?: CallOptions): Promise<User> {
    return await this.#transport.call('user.enable', { user }, options)
  }

  /** For good, or the invitation; their work goes on. */
  async remove(user: string, options?: CallOptions): Promise<RemovedUser> {
    return await this.#transport.call('user.remove', { user }, options)
  }

  /** The answer holds a one-time link; those before it work no more. */
  async setupLink(user: string, options?: CallOptions): Promise<SetupLink> {
    return await this.#transport.call('user.setup-link', { user }, options)
  }

  /** Out of every browser, and with `tokens` their tokens end as well. */
  async signOut(
    user: string,
    request: Omit<Input<'user.sign-out'>, 'user'> = {},
    options?: CallOptions,
  ): Promise<EndedAccess> {
    return await this.#transport.call('user.sign-out', { user, ...request }, options)
  }
}
