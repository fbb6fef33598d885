import type { CallOptions, Transport } from '../http/transport.ts'
import type { DemoRemoved, DemoSeeded } from '../models.ts'
import type { Input } from '../operations.ts'

/** A month of a large site is decided in virtual time first. */
const SEED_TIMEOUT_MS = 600_000
const REMOVE_TIMEOUT_MS = 120_000

/** A site to look at: clusters, people and a past, in an organization that has nothing yet. */
export class Demo {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Makes one. Its clusters are out of contact until somebody plays them: `fairlead demo run`. */
  async seed(request: Input<'demo.seed'> = {}, options?: CallOptions): Promise<DemoSeeded> {
    return await this.#transport.call('demo.seed', request, { timeoutMs: SEED_TIMEOUT_MS, ...options })
  }

  /** Takes it away, with all that was done in it since. Audit entries stay. */
  async remove(options?: CallOptions): Promise<DemoRemoved> {
    return await this.#transport.call('demo.remove', {}, { timeoutMs: REMOVE_TIMEOUT_MS, ...options })
  }
}
