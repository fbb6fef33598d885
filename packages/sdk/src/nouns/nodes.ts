import type { CallOptions, Transport } from '../http/transport.ts'
import type { Node } from '../models.ts'
import type { Input } from '../operations.ts'

/** Nodes as their agents last reported them. */
export class Nodes {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async list(filter: Input<'node.list'> = {}, options?: CallOptions): Promise<Node[]> {
    return (await this.#transport.call('node.list', filter, options)).items
  }
}
