import type { CallOptions, Transport } from '../http/transport.ts'
import type { DecisionEntry } from '../models.ts'
import type { Input } from '../operations.ts'
import { eachItem } from '../pages.ts'

/** The decision log: what it takes to plan past rounds again. */
export class Decisions {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Oldest first, over as many pages as there are. */
  list(
    filter: Omit<Input<'decision.list'>, 'pageToken'> = {},
    options?: CallOptions,
  ): AsyncGenerator<DecisionEntry, void, void> {
    return eachItem((pageToken) =>
      this.#transport.call('decision.list', pageToken === undefined ? filter : { ...filter, pageToken }, options),
    )
  }
}
