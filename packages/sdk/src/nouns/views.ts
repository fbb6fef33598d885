import type { CallOptions, Transport } from '../http/transport.ts'
import type { View } from '../models.ts'
import type { Input } from '../operations.ts'

/** Saved views of pages: the caller's own, and those that are shared with them. */
export class Views {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async list(filter: Input<'view.list'> = {}, options?: CallOptions): Promise<View[]> {
    return (await this.#transport.call('view.list', filter, options)).items
  }

  async create(request: Input<'view.create'>, options?: CallOptions): Promise<View> {
    return await this.#transport.call('view.create', request, options)
  }

  async update(viewId: string, change: Omit<Input<'view.update'>, 'viewId'>, options?: CallOptions): Promise<View> {
    return await this.#transport.call('view.update', { ...change, viewId }, options)
  }

  async delete(viewId: string, options?: CallOptions): Promise<View> {
    return await this.#transport.call('view.delete', { viewId }, options)
  }
}
