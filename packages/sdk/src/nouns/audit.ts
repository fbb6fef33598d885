import type { CallOptions, Transport } from '../http/transport.ts'
import type { AuditEntry } from '../models.ts'
import type { Input } from '../operations.ts'
import { eachItem } from '../pages.ts'

/** Who did what. */
export class Audit {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Newest first, over as many pages as there are. */
  list(
    filter: Omit<Input<'audit.list'>, 'pageToken'> = {},
    options?: CallOptions,
  ): AsyncGenerator<AuditEntry, void, void> {
    return eachItem((pageToken) =>
      this.#transport.call('audit.list', pageToken === undefined ? filter : { ...filter, pageToken }, options),
    )
  }

  /** All that the filter has as CSV, newest first, in parts as they come. */
  csv(filter: Input<'audit.export'> = {}, options?: Pick<CallOptions, 'signal'>): AsyncGenerator<string, void, void> {
    return this.#transport.text('audit.export', filter, options)
  }
}
