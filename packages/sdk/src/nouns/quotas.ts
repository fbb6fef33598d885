import type { CallOptions, Transport } from '../http/transport.ts'
import type { ChangedQuota, Quota, QuotaChange } from '../models.ts'
import type { Input } from '../operations.ts'

/** What departments and projects are owed, may hold and weigh, by node pool. */
export class Quotas {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async get(filter: Input<'quota.list'> = {}, options?: CallOptions): Promise<Quota[]> {
    return (await this.#transport.call('quota.list', filter, options)).items
  }

  /** A field that is absent keeps its value; `unlimited` lifts a bound. */
  async set(change: QuotaChange, options?: CallOptions): Promise<ChangedQuota> {
    return await this.#transport.call('quota.set', change, options)
  }
}
