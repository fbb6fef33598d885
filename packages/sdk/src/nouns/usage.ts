import type { CallOptions, Transport } from '../http/transport.ts'
import type { Idle, Price, Prices, UsageReport } from '../models.ts'
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

  /** The lines of {@link get} as CSV, in parts as they come. */
  csv(query: Input<'usage.export'> = {}, options?: Pick<CallOptions, 'signal'>): AsyncGenerator<string, void, void> {
    return this.#transport.text('usage.export', query, options)
  }

  /** The price book, the latest line first. */
  async prices(options?: CallOptions): Promise<Prices> {
    return await this.#transport.call('price.list', {}, options)
  }

  /** Says what an hour of a GPU costs from when on. */
  async setPrice(price: Input<'price.set'>, options?: CallOptions): Promise<Price> {
    return await this.#transport.call('price.set', price, options)
  }

  /** Runs that hold GPUs and hardly use them. */
  async idle(query: Input<'usage.idle'> = {}, options?: CallOptions): Promise<Idle> {
    return await this.#transport.call('usage.idle', query, options)
  }
}
