import postgres from 'postgres'
import type { Logger } from '../lib/logger.ts'
import type { Service } from '../lib/service.ts'

/**
 * `changes`: the feed has new rows. `credentials`: sessions, tokens or roles of somebody have ended or changed. `cluster:<id>`: its desired state
 * moved. `commands:<id>`: an order waits for its agent.
 */
export type WakeTopic = 'changes' | 'credentials' | `cluster:${string}` | `commands:${string}`

const CHANNEL = 'fairlead_wake'
/** NOTIFY takes a lock across the whole server, so it is sent apart from the transaction, and many become one. */
const COALESCE_MS = 20

/**
 * Tells loops on this replica and the others that there is something to read. Only a hint: every listener polls as well, so a lost
 * wake costs time and never truth. Payloads hold ids alone, because every role of the database can hear them.
 */
export class Waker implements Service {
  readonly name = 'waker'
  readonly #listeners = new Set<(topic: WakeTopic) => void>()
  readonly #pending = new Set<WakeTopic>()
  readonly #url: string
  readonly #log: Logger
  /** One direct connection: LISTEN does not survive a pooler. */
  #sql: postgres.Sql | undefined
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> = Promise.resolve()

  constructor(url: string, log: Logger) {
    this.#url = url
    this.#log = log
  }

  async start(): Promise<void> {
    this.#sql = postgres(this.#url, {
      max: 2,
      onnotice: () => undefined,
      connection: { application_name: 'fairlead-waker' },
    })
    await this.#sql.listen(
      CHANNEL,
      (payload) => {
        for (const topic of payload.split(' ')) this.#tell(topic as WakeTopic)
      },
      // After a reconnect something may have been missed: everybody looks.
      () => this.#tell('changes'),
    )
  }

  /** Answers how to stop listening. */
  onWake(listener: (topic: WakeTopic) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  wake(topic: WakeTopic): void {
    this.#tell(topic)
    this.#pending.add(topic)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#flushing = this.#flush()
    }, COALESCE_MS)
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#flushing
    await this.#flush()
    await this.#sql?.end({ timeout: 1 })
  }

  #tell(topic: WakeTopic): void {
    for (const listener of this.#listeners) listener(topic)
  }

  async #flush(): Promise<void> {
    const topics = [...this.#pending]
    this.#pending.clear()
    // A payload must stay below 8000 bytes.
    for (let from = 0; from < topics.length; from += 100) {
      const payload = topics.slice(from, from + 100).join(' ')
      await this.#sql?.notify(CHANNEL, payload).catch((error: unknown) => {
        this.#log.debug({ err: error }, 'notify failed: the poll will find it')
      })
    }
  }
}
