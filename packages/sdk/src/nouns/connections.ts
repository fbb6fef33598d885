import type { CallOptions, Transport } from '../http/transport.ts'
import type { Connection, ConnectionTest } from '../models.ts'
import type { Input } from '../operations.ts'

/** The agent of a cluster tries within 20 seconds or not at all. */
const TEST_TIMEOUT_MS = 45_000

/** Connections of a project, by id or name. */
export class Connections {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Makes one. Its settings hold no secret: that stays in the clusters, and is named. */
  async create(request: Input<'connection.create'>, options?: CallOptions): Promise<Connection> {
    return await this.#transport.call('connection.create', request, options)
  }

  async list(project: string, options?: CallOptions): Promise<Connection[]> {
    return (await this.#transport.call('connection.list', { project }, options)).items
  }

  async get(project: string, connection: string, options?: CallOptions): Promise<Connection> {
    return await this.#transport.call('connection.get', { project, connection }, options)
  }

  /** Workloads that were submitted keep what they were given. */
  async update(
    project: string,
    connection: string,
    changes: Omit<Input<'connection.update'>, 'project' | 'connection'>,
    options?: CallOptions,
  ): Promise<Connection> {
    return await this.#transport.call('connection.update', { ...changes, project, connection }, options)
  }

  async delete(project: string, connection: string, options?: CallOptions): Promise<Connection> {
    return await this.#transport.call('connection.delete', { project, connection }, options)
  }

  /** Lets the agent of a cluster try it; without `cluster`, of the first in contact. A failure is an answer, not an error. */
  async test(
    project: string,
    connection: string,
    { cluster, ...options }: CallOptions & { cluster?: string | undefined } = {},
  ): Promise<ConnectionTest> {
    const request = cluster === undefined ? { project, connection } : { project, connection, cluster }
    return await this.#transport.call('connection.test', request, { timeoutMs: TEST_TIMEOUT_MS, ...options })
  }
}
