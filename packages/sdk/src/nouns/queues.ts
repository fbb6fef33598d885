import type { CallOptions, Transport } from '../http/transport.ts'
import type { Queue } from '../models.ts'
import type { Input } from '../operations.ts'

/** How each department and project stands, as of the last round. */
export class Queues {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async list(filter: Input<'queue.list'> = {}, options?: CallOptions): Promise<Queue[]> {
    return (await this.#transport.call('queue.list', filter, options)).items
  }
}
