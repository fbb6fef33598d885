import type { CallOptions, Transport } from '../http/transport.ts'
import type { Overview, Series, Top } from '../models.ts'
import type { Input } from '../operations.ts'

/** Usage: now, and over time. */
export class Metrics {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Newest usage beside what is allocated and what there is. */
  async top(by: NonNullable<Input<'metrics.top'>['by']> = 'cluster', options?: CallOptions): Promise<Top> {
    return await this.#transport.call('metrics.top', { by }, options)
  }

  async query(query: Input<'metrics.query'>, options?: CallOptions): Promise<Series[]> {
    return (await this.#transport.call('metrics.query', query, options)).series
  }

  /** What is happening right now, on one page. */
  async overview(options?: CallOptions): Promise<Overview> {
    return await this.#transport.call('organization.overview', {}, options)
  }
}
