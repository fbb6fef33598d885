import type { CallOptions, Transport } from '../http/transport.ts'
import type { WhatIfReport } from '../models.ts'
import type { Input } from '../operations.ts'

/** Past work takes so long to play again at most, and the way there and back. */
const TIMEOUT_MS = 180_000

/** What a change would do. */
export class WhatIf {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Plays past work, or a trace, with and without the changes, and compares. Nothing is changed. */
  async run(request: Input<'what-if.run'>, options?: CallOptions): Promise<WhatIfReport> {
    return await this.#transport.call('what-if.run', request, { timeoutMs: TIMEOUT_MS, ...options })
  }
}
