import type { CallOptions, Transport } from '../http/transport.ts'
import type { MovedProject, Project } from '../models.ts'
import type { Input } from '../operations.ts'

/** Projects, by id or name. */
export class Projects {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async create(request: Input<'project.create'>, options?: CallOptions): Promise<Project> {
    return await this.#transport.call('project.create', request, options)
  }

  async list(filter: Input<'project.list'> = {}, options?: CallOptions): Promise<Project[]> {
    return (await this.#transport.call('project.list', filter, options)).items
  }

  async get(project: string, options?: CallOptions): Promise<Project> {
    return await this.#transport.call('project.get', { project }, options)
  }

  async update(
    project: string,
    changes: Omit<Input<'project.update'>, 'project'>,
    options?: CallOptions,
  ): Promise<Project> {
    return await this.#transport.call('project.update', { ...changes, project }, options)
  }

  /** To another department; with `dryRun` it only says what that would come to. */
  async move(
    project: string,
    to: Omit<Input<'project.move'>, 'project'>,
    options?: CallOptions,
  ): Promise<MovedProject> {
    return await this.#transport.call('project.move', { ...to, project }, options)
  }

  /** It takes no more work and keeps its history. */
  async archive(project: string, options?: CallOptions): Promise<Project> {
    return await this.#transport.call('project.archive', { project }, options)
  }
}
