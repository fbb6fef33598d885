import { DEFAULT_POLICY, type Suggestion, type WorkloadUpsert } from '@fairlead/scheduler'
import type { Advice, Advisor } from '../app/advisor.ts'
import type { App } from '../app/app.ts'
import { feedHead, readFeed, type FeedCursor } from '../db/change-feed.ts'
import type { Service } from '../lib/service.ts'
import { sleep } from '../lib/sleep.ts'
import { Engine } from './engine.ts'
import type { EngineQuestions } from './engine-questions.ts'
import { World } from './world.ts'

/** An engine that nobody asks is given up after this time, with the memory that its world takes. */
const IDLE_MS = 60_000
/** Answers are as good as new for this long: a page that is loaded again costs nothing. */
const FRESH_MS = 2_000
/** Transactions that stay open hold the feed back; what they wrote before is not waited for longer than this. */
const CATCH_UP_TRIES_MAX = 20

interface Open {
  engine: Engine
  world: World
  cursor: FeedCursor
}

/**
 * An engine beside the leader's, on whichever replica is asked: it loads the world when the first question comes and follows the feed
 * from question to question. So answers hold up no round, need no leader and no other replica, and know what the asker just wrote.
 */
export class AdvisingEngine implements Service, Pick<Advisor, 'suggest'> {
  readonly name = 'advising'
  readonly #app: App
  #open: Promise<Open> | undefined
  #idle: NodeJS.Timeout | undefined
  /** One question at a time: they share a thread. */
  #line: Promise<unknown> = Promise.resolve()
  readonly #answers = new Map<string, { at: number; advice: Promise<Advice[]> }>()

  constructor(app: App) {
    this.#app = app
  }

  start(): void {}

  async stop(): Promise<void> {
    await this.#close()
    await this.#line
  }

  async suggest(
    organizationId: string,
    workloadId: string,
    signal: AbortSignal,
    unsubmitted?: WorkloadUpsert,
  ): Promise<Advice[] | undefined> {
    const now = performance.now()
    for (const [id, { at }] of this.#answers) if (now - at > FRESH_MS) this.#answers.delete(id)
    let answer = this.#answers.get(workloadId)
    if (answer === undefined) {
      const advice = this.#work(organizationId, workloadId, unsubmitted)
      answer = { at: Infinity, advice }
      this.#answers.set(workloadId, answer)
      const mine = answer
      advice.then(
        () => (mine.at = performance.now()),
        (error: unknown) => {
          this.#answers.delete(workloadId)
          this.#app.log.warn({ err: error, workloadId }, 'advice could not be worked out')
        },
      )
    }
    const aborted = new Promise<undefined>((resolve) => {
      if (signal.aborted) resolve(undefined)
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    return await Promise.race([answer.advice.catch(() => undefined), aborted])
  }

  #work(organizationId: string, workloadId: string, unsubmitted: WorkloadUpsert | undefined): Promise<Advice[]> {
    const next = this.#line.then(async () => {
      const { engine, world } = await this.#caughtUp()
      // The feed may be held back by somebody's open transaction; what is asked about is read as it is.
      engine.apply(unsubmitted ? [unsubmitted] : await world.reload([workloadId]))
      const inputs = { now: this.#app.clock.now(), seed: 1, preemptionsLeft: await world.preemptionsLeft() }
      const poolIds = world.poolIdsOf(organizationId)
      try {
        const found = await engine.ask(DEFAULT_POLICY, inputs, { kind: 'suggest', workloadId, poolIds })
        return (found as EngineQuestions['suggest']['answers']).map(adviceOf)
      } finally {
        if (unsubmitted) engine.apply([{ kind: 'remove', of: 'workload', id: workloadId }])
      }
    })
    this.#line = next.catch(() => undefined)
    return next
  }

  async #caughtUp(): Promise<Open> {
    clearTimeout(this.#idle)
    try {
      const open = await (this.#open ??= this.#load())
      await this.#follow(open)
      this.#idle = setTimeout(() => void this.#close(), IDLE_MS)
      this.#idle.unref()
      return open
    } catch (error) {
      await this.#close()
      throw error
    }
  }

  async #load(): Promise<Open> {
    const { sql } = this.#app.database.system
    const cursor = await feedHead(sql)
    const world = new World(sql)
    const engine = new Engine({ isRecording: false })
    engine.apply(await world.load())
    return { engine, world, cursor }
  }

  async #close(): Promise<void> {
    clearTimeout(this.#idle)
    const open = this.#open
    this.#open = undefined
    await open?.then(({ engine }) => engine.stop()).catch(() => undefined)
  }

  async #follow(open: Open): Promise<void> {
    for (let tries = 0; tries < CATCH_UP_TRIES_MAX; tries++) {
      const page = await readFeed(this.#app.database.system.sql, open.cursor)
      open.cursor = page.cursor
      if (page.changes.length > 0) open.engine.apply(await open.world.follow(page.changes))
      if (!page.moreSoon) return
      if (page.changes.length === 0) await sleep(5)
    }
  }
}

function adviceOf({ code, text, by, outcome, changes, trial }: Suggestion): Advice {
  return { code, text, by, outcome, changes, preempts: trial.preempted.length }
}
