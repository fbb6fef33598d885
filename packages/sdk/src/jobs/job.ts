import type { CallOptions, Transport } from '../http/transport.ts'
import type { JobChange, Run, Status, TimelineEvent, Why, Workload } from '../models.ts'
import type { LogItem } from './log-items.ts'
import { readJobLogs, type LogOptions } from './read-job-logs.ts'
import { waitForJob, type WaitOptions } from './wait-for-job.ts'

/** A workload, as of the last time that it was read, and what can be done with it. */
export class Job {
  readonly #transport: Transport
  #data: Workload
  /** What stood against it when it was submitted. It waits for that to change. */
  readonly warnings: readonly string[]

  constructor(transport: Transport, data: Workload, warnings: readonly string[] = []) {
    this.#transport = transport
    this.#data = data
    this.warnings = warnings
  }

  get id(): string {
    return this.#data.id
  }

  get name(): string {
    return this.#data.name
  }

  get kind(): string {
    return this.#data.kind
  }

  get status(): Status {
    return this.#data.status
  }

  /** Everything that the API says of it. */
  get data(): Workload {
    return this.#data
  }

  /** Reads it anew. */
  async refresh(options?: CallOptions): Promise<this> {
    this.#data = await this.#transport.call('workload.get', this.#ref, options)
    return this
  }

  /** Resolves when it has ended, or is where `until` wants it. Leaving the wait does not end the job. */
  async wait(options: WaitOptions = {}): Promise<this> {
    this.#data = await waitForJob(
      (signal) => this.#transport.call('workload.get', this.#ref, { signal, retries: 0 }),
      options,
    )
    return this
  }

  /** Its output. Leaving the loop does not end the job. */
  logs(options?: LogOptions): AsyncGenerator<LogItem, void, void> {
    return readJobLogs(this.#transport, this.id, options)
  }

  /** Why it waits, or how it came to be where it is. */
  async why(options?: CallOptions): Promise<Why> {
    return await this.#transport.call('workload.why', this.#ref, options)
  }

  /** What happened to it, oldest first. */
  async timeline(options?: CallOptions): Promise<TimelineEvent[]> {
    return (await this.#transport.call('workload.timeline', this.#ref, options)).items
  }

  /** Its attempts. */
  async runs(options?: CallOptions): Promise<Run[]> {
    return (await this.#transport.call('run.list', this.#ref, options)).items
  }

  /** Ends it for good. */
  async cancel(options?: CallOptions): Promise<this> {
    this.#data = await this.#transport.call('workload.cancel', this.#ref, options)
    return this
  }

  /** Changes what it asks for, while it waits. */
  async change(change: JobChange, options?: CallOptions): Promise<this> {
    const { warnings: _warnings, ...data } = await this.#transport.call(
      'workload.change',
      { ...this.#ref, ...change },
      options,
    )
    this.#data = data
    return this
  }

  /** Stops it and keeps it for later. */
  async stop(options?: CallOptions): Promise<this> {
    this.#data = await this.#transport.call('workload.stop', this.#ref, options)
    return this
  }

  /** Puts it back into the queue after `stop`. */
  async resume(options?: CallOptions): Promise<this> {
    this.#data = await this.#transport.call('workload.resume', this.#ref, options)
    return this
  }

  toJSON(): Workload {
    return this.#data
  }

  get #ref(): { workload: string } {
    return { workload: this.#data.id }
  }
}
