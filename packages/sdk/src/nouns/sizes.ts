import type { CallOptions, Transport } from '../http/transport.ts'
import type { Size } from '../models.ts'
import type { Input } from '../operations.ts'

/** Sizes of the organization, by name. */
export class Sizes {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Smallest first. */
  async list(options?: CallOptions): Promise<Size[]> {
    return (await this.#transport.call('size.list', {}, options)).items
  }

  /** Makes one, or changes one. */
  async set(size: string, amounts: Omit<Input<'size.set'>, 'size'>, options?: CallOptions): Promise<Size> {
    return await this.#transport.call('size.set', { ...amounts, size }, options)
  }

  /** A built-in one is put back as it came. */
  async delete(size: string, options?: CallOptions): Promise<Size> {
    return await this.#transport.call('size.delete', { size }, options)
  }
}
