import { problemOf } from '../../lib/problem.ts'
import { createStore, type Store } from '../../lib/store.ts'
import { api } from '../../lib/trpc.ts'
import { appendEvents, EMPTY_LOG, type LogBuffer, type LogEvent } from './log-buffer.ts'

export interface LogRequest {
  workload: string
  runId: string | undefined
  replica: number | undefined
  tail: number
  isFollowing: boolean
  /** Only lines with this text: the control plane looks for it. */
  search: string | undefined
}

export interface LogState {
  buffer: LogBuffer
  error: unknown
  isReading: boolean
}

/** Drawn at most so often, however fast lines arrive. */
const DRAW_EVERY_MS = 120
const RETRY_MS = 1500
/** Refusals that waiting does not change. */
const FINAL = new Set(['FORBIDDEN', 'NOT_FOUND', 'LOGS_NOT_AVAILABLE', 'VALIDATION', 'UNAUTHENTICATED'])

/**
 * Reads the output of a run: what there is, and what comes as long as it is followed. A broken connection goes on at its cursor, and nothing is
 * read for a tab that nobody sees.
 */
export class LogReader {
  readonly state: Store<LogState> = createStore<LogState>({ buffer: EMPTY_LOG, error: undefined, isReading: true })
  readonly #request: LogRequest
  #waiting: LogEvent[] = []
  #drawing: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #subscription: { unsubscribe: () => void } | undefined

  constructor(request: LogRequest) {
    this.#request = request
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#onVisibility)
    this.#open()
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility)
    clearTimeout(this.#retry)
    this.#close()
  }

  #open(): void {
    const { cursor, isEnded } = this.state.get().buffer
    if (this.#subscription || isEnded) return
    const { workload, runId, replica, tail, isFollowing, search } = this.#request
    let hasData = false
    this.#note({ isReading: true })
    this.#subscription = api.workloads.logs.subscribe(
      {
        workload,
        follow: isFollowing,
        ...(cursor === undefined ? { tail } : { cursor }),
        ...(runId === undefined ? {} : { runId }),
        ...(replica === undefined ? {} : { replica }),
        ...(search === undefined ? {} : { search, context: 2 }),
      },
      {
        onData: (event) => {
          hasData = true
          this.#waiting.push(event)
          this.#drawing ??= setTimeout(() => this.#draw(), DRAW_EVERY_MS)
        },
        onConnectionStateChange: ({ state }) => {
          // The browser would begin from the start again; we go on where we were.
          if (state === 'connecting' && hasData) this.#again()
        },
        onError: (error) => {
          this.#note({ error })
          if (FINAL.has(problemOf(error).code)) this.#close()
          else this.#again()
        },
        onComplete: () => {
          if (isFollowing) this.#again()
          else this.#close()
        },
      },
    )
  }

  #close(): void {
    this.#subscription?.unsubscribe()
    this.#subscription = undefined
    if (this.#drawing !== undefined) this.#draw()
    this.#note({ isReading: false })
  }

  #again(): void {
    this.#close()
    clearTimeout(this.#retry)
    if (!this.state.get().buffer.isEnded && document.visibilityState === 'visible')
      this.#retry = setTimeout(() => this.#open(), RETRY_MS)
  }

  #draw(): void {
    clearTimeout(this.#drawing)
    this.#drawing = undefined
    const events = this.#waiting
    this.#waiting = []
    this.#note({ buffer: appendEvents(this.state.get().buffer, events), error: undefined })
  }

  #note(change: Partial<LogState>): void {
    this.state.set((before) => ({ ...before, ...change }))
  }

  readonly #onVisibility = (): void => {
    if (document.visibilityState === 'visible') this.#open()
    else this.#close()
  }
}
