import type { CallOptions, Transport } from '../http/transport.ts'
import type { CordonedNode, DrainedNode, Node } from '../models.ts'
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

  /** Holds new work back from it; what runs there goes on. */
  async cordon(node: string, cluster?: string, options?: CallOptions): Promise<CordonedNode> {
    return await this.#transport.call('node.cordon', request(node, cluster), options)
  }

  /** Lets new work come again. */
  async uncordon(node: string, cluster?: string, options?: CallOptions): Promise<CordonedNode> {
    return await this.#transport.call('node.uncordon', request(node, cluster), options)
  }

  /** Cordons it, and sends what runs there back into the queue. */
  async drain(node: string, cluster?: string, options?: CallOptions): Promise<DrainedNode> {
    return await this.#transport.call('node.drain', request(node, cluster), options)
  }
}

function request(node: string, cluster: string | undefined): { node: string; cluster?: string } {
  return cluster === undefined ? { node } : { node, cluster }
}
