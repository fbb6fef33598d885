import type { CallOptions, Transport } from '../http/transport.ts'
import { newIdempotencyKey } from '../idempotency-key.ts'
import { Job } from '../jobs/job.ts'
import type { LogItem } from '../jobs/log-items.ts'
import { readJobLogs, type LogOptions } from '../jobs/read-job-logs.ts'
import { waitForJob, type WaitOptions } from '../jobs/wait-for-job.ts'
import type {
  Comparison,
  JobChange,
  Run,
  Tally,
  TimelineEvent,
  Why,
  WorkloadDetail,
  WorkloadPreview,
  WorkloadRequest,
} from '../models.ts'
import type { Input } from '../operations.ts'
import { eachItem } from '../pages.ts'

/** Where a name is looked up. An id needs none. */
export interface InProject extends CallOptions {
  project?: string | undefined
}

export type JobFilter = Omit<Input<'workload.list'>, 'pageToken'>

/** Workloads. A job is named by its id, or by its name: then the newest of that name. */
export class Jobs {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * Submits one. It may be repeated without harm, by this library or by the caller: the same `idempotencyKey` answers the same job. Without one a
   * key is made, and kept over all tries of this call.
   */
  async submit(request: WorkloadRequest, options?: CallOptions): Promise<Job> {
    const keyed = { ...request, idempotencyKey: request.idempotencyKey ?? newIdempotencyKey() }
    const { warnings, ...data } = await this.#transport.call('workload.submit', keyed, options)
    return new Job(this.#transport, data, warnings)
  }

  /** What a submission would become, and what stands against it. Nothing is written. */
  async preview(request: WorkloadRequest, options?: CallOptions): Promise<WorkloadPreview> {
    return await this.#transport.call('workload.preview', request, { ...options, isRepeatable: true })
  }

  /** Submits up to 500, all of them or none. Answers their ids in the order given; `onWarning` hears what stands against some of them. Each has a key of its own, as with `submit`. */
  async submitBatch(
    requests: readonly WorkloadRequest[],
    { onWarning, ...options }: CallOptions & { onWarning?: (index: number, message: string) => void } = {},
  ): Promise<string[]> {
    const workloads = requests.map((request) => ({
      ...request,
      idempotencyKey: request.idempotencyKey ?? newIdempotencyKey(),
    }))
    const answer = await this.#transport.call(
      'workload.submit-batch',
      { workloads },
      { ...options, isRepeatable: true },
    )
    // An older control plane says nothing of the kind.
    const warnings = (answer as Partial<typeof answer>).warnings ?? []
    for (const { index, message } of warnings) onWarning?.(index, message)
    return answer.ids
  }

  async get(ref: string, options: InProject = {}): Promise<Job> {
    return new Job(this.#transport, await this.describe(ref, options))
  }

  /** With its labels and what it runs. */
  async describe(ref: string, options: InProject = {}): Promise<WorkloadDetail> {
    return await this.#transport.call('workload.get', refOf(ref, options), options)
  }

  /** All that the filter has as CSV, newest first, in parts as they come. */
  csv(
    filter: Input<'workload.export'> = {},
    options?: Pick<CallOptions, 'signal'>,
  ): AsyncGenerator<string, void, void> {
    return this.#transport.text('workload.export', filter, options)
  }

  /** Newest first, over as many pages as there are. */
  async *list(filter: JobFilter = {}, options?: CallOptions): AsyncGenerator<Job, void, void> {
    const items = eachItem((pageToken) =>
      this.#transport.call('workload.list', pageToken === undefined ? filter : { ...filter, pageToken }, options),
    )
    for await (const data of items) yield new Job(this.#transport, data)
  }

  /** Counts by project and phase. */
  async tally(filter: Input<'workload.tally'> = {}, options?: CallOptions): Promise<Tally[]> {
    return (await this.#transport.call('workload.tally', filter, options)).items
  }

  async wait(ref: string, options: WaitOptions & { project?: string | undefined } = {}): Promise<Job> {
    const load = (signal: AbortSignal | undefined) =>
      this.#transport.call('workload.get', refOf(ref, options), { signal, retries: 0 })
    return new Job(this.#transport, await waitForJob(load, options))
  }

  logs(ref: string, options?: LogOptions): AsyncGenerator<LogItem, void, void> {
    return readJobLogs(this.#transport, ref, options)
  }

  async why(ref: string, options: InProject = {}): Promise<Why> {
    return await this.#transport.call('workload.why', refOf(ref, options), options)
  }

  async timeline(ref: string, options: InProject = {}): Promise<TimelineEvent[]> {
    return (await this.#transport.call('workload.timeline', refOf(ref, options), options)).items
  }

  async runs(ref: string, options: InProject = {}): Promise<Run[]> {
    return (await this.#transport.call('run.list', refOf(ref, options), options)).items
  }

  /** As the request that would make it again, with names in place of ids. To clone it, submit that with `clonedFrom`. */
  async request(ref: string, options: InProject = {}): Promise<WorkloadRequest> {
    return (await this.#transport.call('workload.request', refOf(ref, options), options)) as WorkloadRequest
  }

  /** Two to four side by side. What is gone, or may not be read, has an empty column. */
  async compare(refs: readonly string[], { project, ...options }: InProject = {}): Promise<Comparison> {
    const input = { workloads: [...refs], ...(project === undefined ? {} : { project }) }
    return await this.#transport.call('workload.compare', input, options)
  }

  async cancel(ref: string, options: InProject = {}): Promise<Job> {
    return new Job(this.#transport, await this.#transport.call('workload.cancel', refOf(ref, options), options))
  }

  /**
   * Changes what a job asks for. While it waits it keeps its place; what is absent stays. `warnings` of the answer say what stands against it now. Throws
   * a conflict that names the fields when a cluster has it already.
   */
  async change(ref: string, change: JobChange, options: InProject = {}): Promise<Job> {
    const input = { ...refOf(ref, options), ...change }
    const { warnings, ...data } = await this.#transport.call('workload.change', input, options)
    return new Job(this.#transport, data, warnings)
  }

  async stop(ref: string, options: InProject = {}): Promise<Job> {
    return new Job(this.#transport, await this.#transport.call('workload.stop', refOf(ref, options), options))
  }

  async resume(ref: string, options: InProject = {}): Promise<Job> {
    return new Job(this.#transport, await this.#transport.call('workload.resume', refOf(ref, options), options))
  }
}

function refOf(workload: string, { project }: InProject): { workload: string; project?: string } {
  return project === undefined ? { workload } : { workload, project }
}
