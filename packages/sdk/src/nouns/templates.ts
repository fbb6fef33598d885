import type { CallOptions, Transport } from '../http/transport.ts'
import type { Template } from '../models.ts'
import type { Input } from '../operations.ts'

/** Templates of the organization, by name. */
export class Templates {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async list(options?: CallOptions): Promise<Template[]> {
    return (await this.#transport.call('template.list', {}, options)).items
  }

  /** Makes one, or changes one. */
  async set(
    template: string,
    content: Omit<Input<'template.set'>, 'template'>,
    options?: CallOptions,
  ): Promise<Template> {
    return await this.#transport.call('template.set', { ...content, template }, options)
  }

  /** A built-in one is put back as it came. */
  async delete(template: string, options?: CallOptions): Promise<Template> {
    return await this.#transport.call('template.delete', { template }, options)
  }
}
