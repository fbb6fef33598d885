import type { CallOptions, Transport } from '../http/transport.ts'
import type { Department } from '../models.ts'
import type { Input } from '../operations.ts'

/** Departments, by id or name. */
export class Departments {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async create(request: Input<'department.create'>, options?: CallOptions): Promise<Department> {
    return await this.#transport.call('department.create', request, options)
  }

  async list(options?: CallOptions): Promise<Department[]> {
    return (await this.#transport.call('department.list', {}, options)).items
  }

  /** Only one without projects can be deleted. */
  async delete(department: string, options?: CallOptions): Promise<Department> {
    return await this.#transport.call('department.delete', { department }, options)
  }
}
