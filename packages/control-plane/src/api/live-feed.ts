import { feedHead, readFeed, type FeedCursor } from '../db/change-feed.ts'
import type { Database } from '../db/connect.ts'
import type { LiveBatch, LiveNews } from '../app/live-news.ts'
import type { ChangeTopic } from '../db/schema/changes.ts'
import type { Waker } from '../db/waker.ts'
import type { Logger } from '../lib/logger.ts'
import { liveStreams } from '../lib/metrics.ts'
import { loopService, type Service } from '../lib/service.ts'
import { sleep } from '../lib/sleep.ts'

interface Follower {
  organizationId: string
  pending: Map<ChangeTopic, Set<string>>
  wake: () => void
}

const IDS_MAX = 200
const PAUSE_MS = 250

/** Follows the change feed once for this replica, and hands the news to every open console of the organization it concerns. */
export class LiveFeed implements Service, LiveNews {
  readonly name = 'live-feed'
  readonly #database: Database
  readonly #waker: Waker
  readonly #followers = new Set<Follower>()
  readonly #loop: ReturnType<typeof loopService>
  #cursor: FeedCursor | undefined
  #stopListening: () => void = () => undefined

  constructor(database: Database, waker: Waker, log: Logger) {
    this.#database = database
    this.#waker = waker
    this.#loop = loopService({ name: 'live-feed', everyMs: 5_000, log, turn: () => this.#turn() })
  }

  async start(): Promise<void> {
    this.#stopListening = this.#waker.onWake((topic) => {
      if (topic === 'changes' && this.#followers.size > 0) this.#loop.wake()
    })
    await this.#loop.start()
  }

  async stop(): Promise<void> {
    this.#stopListening()
    for (const follower of this.#followers) follower.wake()
    await this.#loop.stop()
  }

  async *follow(organizationId: string, signal: AbortSignal): AsyncGenerator<LiveBatch> {
    const follower: Follower = { organizationId, pending: new Map(), wake: () => undefined }
    this.#followers.add(follower)
    liveStreams.inc()
    this.#loop.wake()
    const onAbort = () => follower.wake()
    signal.addEventListener('abort', onAbort)
    try {
      yield { type: 'reset' }
      while (!signal.aborted) {
        if (follower.pending.size === 0) {
          await new Promise<void>((resolve) => (follower.wake = resolve))
          continue
        }
        yield { type: 'changes', topics: take(follower) }
        await sleep(PAUSE_MS, signal)
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#followers.delete(follower)
      liveStreams.dec()
    }
  }

  async #turn(): Promise<void> {
    const { sql } = this.#database.system
    // Nobody looks: skip ahead instead of reading what nobody wants.
    if (this.#followers.size === 0 || !this.#cursor) {
      this.#cursor = await feedHead(sql)
      return
    }
    const page = await readFeed(sql, this.#cursor)
    this.#cursor = page.cursor
    for (const change of page.changes) {
      for (const follower of this.#followers) {
        if (follower.organizationId !== change.organizationId) continue
        const ids = follower.pending.get(change.topic) ?? new Set()
        if (ids.size <= IDS_MAX) ids.add(change.entityId)
        follower.pending.set(change.topic, ids)
        follower.wake()
      }
    }
    if (page.moreSoon) {
      await sleep(20)
      this.#loop.wake()
    }
  }
}

function take(follower: Follower): Extract<LiveBatch, { type: 'changes' }>['topics'] {
  const topics: Extract<LiveBatch, { type: 'changes' }>['topics'] = {}
  for (const [topic, ids] of follower.pending) {
    topics[topic] = { ids: [...ids].slice(0, IDS_MAX), many: ids.size > IDS_MAX }
  }
  follower.pending.clear()
  return topics
}
