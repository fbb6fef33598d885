import type { CallOptions, Transport } from '../http/transport.ts'
import type { Offers as Answer } from '../models.ts'
import type { Input } from '../operations.ts'

/** Where a request could start. */
export class Offers {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** By node pool and cluster: how many copies would start now, and how many after preemption. Most room first. */
  async get(request: Input<'offer.get'>, options?: CallOptions): Promise<Answer> {
    return await this.#transport.call('offer.get', request, { ...options, isRepeatable: true })
  }
}
