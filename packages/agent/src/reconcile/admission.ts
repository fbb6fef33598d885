import type { ApplyFailure } from '@fairlead/protocol'
import type { Driver, Refusal, RunRef } from '../drivers/driver.ts'
import type { Logger } from '../lib/logger.ts'
import type { DesiredStore } from '../store/desired-store.ts'
import type { WishBook } from './wish-book.ts'
import { requestOf } from './wish.ts'

/** Says before anything is tried whether a run can be realised here. A refusal is final for its generation and on disk. */
export class Admission {
  readonly #store: DesiredStore
  readonly #driver: Driver
  readonly #wishes: WishBook
  readonly #log: Logger

  constructor(options: { store: DesiredStore; driver: Driver; wishes: WishBook; log: Logger }) {
    this.#store = options.store
    this.#driver = options.driver
    this.#wishes = options.wishes
    this.#log = options.log
  }

  /** Looks at a run that is wanted and not there. Returns a refusal only the first time. */
  consider(runId: string): ApplyFailure | undefined {
    const item = this.#store.get('run', runId)
    const read = this.#wishes.read(runId)
    if (item === undefined || read === undefined || this.isRefused(runId)) return undefined
    if ('problem' in read) {
      return this.refuse(
        { runId, generation: item.generation },
        { code: 'INVALID', message: read.problem, retryable: false },
      )
    }
    const request = requestOf(read.wish, read.spec)
    if (read.wish.stop !== undefined) {
      this.#driver.release(request)
      return undefined
    }
    const refusal = this.#driver.admit(request)
    return refusal === undefined ? undefined : this.refuse(request, refusal)
  }

  /** True when the generation that is wanted was refused. */
  isRefused(runId: string): boolean {
    const item = this.#store.get('run', runId)
    return item !== undefined && this.#store.refusalOf(item) !== undefined
  }

  /** Records that this generation will never be realised here. */
  refuse(ref: RunRef, refusal: Refusal): ApplyFailure {
    const { runId, generation } = ref
    const failure: ApplyFailure = {
      kind: 'run',
      key: runId,
      generation,
      code: refusal.code.slice(0, 64),
      message: refusal.message.slice(0, 1024),
      retryable: refusal.retryable,
    }
    this.#store.refuse(failure)
    this.#log.warn({ runId, generation, ...refusal }, 'run refused')
    return failure
  }
}
