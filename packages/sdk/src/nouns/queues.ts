import type { CallOptions, Transport } from '../http/transport.ts'
import type { Pending, PendingWorkload, Queue, QueueDecision } from '../models.ts'
import type { Input } from '../operations.ts'
import { eachItem } from '../pages.ts'

export type PendingFilter = Omit<Input<'queue.pending'>, 'pageToken' | 'skip'>
/** Where a workload is to stand among those of its project, pool and priority. */
export type Spot = { to: 'first' | 'last' } | { before: string } | { after: string }

/** How each department and project stands, as of the last round, and what waits in which order. */
export class Queues {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async list(filter: Input<'queue.list'> = {}, options?: CallOptions): Promise<Queue[]> {
    return (await this.#transport.call('queue.list', filter, options)).items
  }

  /** What waits, in the order of the scheduler, page by page. */
  pending(filter: PendingFilter = {}, options?: CallOptions): AsyncGenerator<PendingWorkload, void, void> {
    return eachItem((pageToken) =>
      this.#transport.call('queue.pending', pageToken === undefined ? filter : { ...filter, pageToken }, options),
    )
  }

  /** How much waits where and why, and the first page of it. */
  async waiting(filter: PendingFilter = {}, options?: CallOptions): Promise<Pending> {
    return await this.#transport.call('queue.pending', filter, options)
  }

  /** Gives a waiting workload another place. */
  async move(
    workload: string,
    spot: Spot,
    { project, ...options }: CallOptions & { project?: string | undefined } = {},
  ): Promise<PendingWorkload> {
    const where = project === undefined ? { workload } : { workload, project }
    return await this.#transport.call('queue.move', { ...where, ...spot }, options)
  }

  /** What the scheduler decided last, newest first. */
  async decisions(limit = 50, options?: CallOptions): Promise<QueueDecision[]> {
    return (await this.#transport.call('queue.decisions', { limit }, options)).items
  }
}
