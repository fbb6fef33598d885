import type { CallOptions, Transport } from '../http/transport.ts'
import type { NodePool } from '../models.ts'
import type { Input } from '../operations.ts'

/** Node pools, by id or name. */
export class NodePools {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async create(request: Input<'node-pool.create'>, options?: CallOptions): Promise<NodePool> {
    return await this.#transport.call('node-pool.create', request, options)
  }

  async list(options?: CallOptions): Promise<NodePool[]> {
    return (await this.#transport.call('node-pool.list', {}, options)).items
  }

  async update(
    nodePool: string,
    changes: Omit<Input<'node-pool.update'>, 'nodePool'>,
    options?: CallOptions,
  ): Promise<NodePool> {
    return await this.#transport.call('node-pool.update', { ...changes, nodePool }, options)
  }

  async delete(nodePool: string, options?: CallOptions): Promise<NodePool> {
    return await this.#transport.call('node-pool.delete', { nodePool }, options)
  }
}
