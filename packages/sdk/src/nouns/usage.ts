import type { CallOptions, Transport } from '../http/transport.ts'
import type { Idle, UsageReport } from '../models.ts'
import type { Input } from '../operations.ts'

/** What was held over time, what of it was used, and what is held idle now. */
export class Usage {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** GPU and CPU hours in a time, by project unless said otherwise. */
  async get(query: Input<'usage.get'> = {}, options?: CallOptions): Promise<UsageReport> {
    return await this.#transport.call('usage.get', query, options)
  }

  /** Runs that hold GPUs and hardly use them. */
  async idle(query: Input<'usage.idle'> = {}, options?: CallOptions): Promise<Idle> {
    return await this.#transport.call('usage.idle', query, options)
  }
}
