import { createTRPCClient, httpSubscriptionLink } from '@trpc/client'
import type { AppRouter } from '@fairlead/control-plane/api'
import { problemOf } from '../problem.ts'
import type { LiveState, ToTab, Topics } from './live-protocol.ts'

const RETRY_MS_MAX = 15_000

/** Owns the one subscription to the control plane's changes and says what it hears. Lives in the shared worker, or in the tab without one. */
export class LiveSource {
  readonly #tell: (message: ToTab) => void
  readonly #client = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: '/trpc' })] })
  #state: LiveState = { status: 'connecting', since: Date.now() }
  #subscription: { unsubscribe: () => void } | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #failures = 0

  constructor(tell: (message: ToTab) => void) {
    this.#tell = tell
  }

  get state(): LiveState {
    return this.#state
  }

  start(): void {
    if (this.#subscription) return
    clearTimeout(this.#retry)
    this.#subscription = this.#client.live.changes.subscribe(undefined, {
      onConnectionStateChange: ({ state }) => {
        // "pending" is the connection alone: live is only who has heard something.
        if (state === 'connecting' && this.#state.status === 'live') this.#enter('reconnecting')
      },
      onData: ({ data }) => {
        this.#failures = 0
        this.#enter('live')
        if (data.type === 'reset') this.#tell({ type: 'reset' })
        else this.#tell({ type: 'changes', topics: data.topics as Topics })
      },
      onError: (error) => this.#fail(problemOf(error).code === 'UNAUTHENTICATED'),
      onComplete: () => this.#fail(false),
    })
  }

  stop(): void {
    clearTimeout(this.#retry)
    this.#subscription?.unsubscribe()
    this.#subscription = undefined
  }

  /** For a new session: whoever signed in must not hear another's news. */
  restart(): void {
    this.stop()
    this.#failures = 0
    this.#enter('connecting')
    this.start()
  }

  #fail(isSignedOut: boolean): void {
    this.#subscription?.unsubscribe()
    this.#subscription = undefined
    if (isSignedOut) {
      this.#enter('signed-out')
      return
    }
    if (this.#state.status === 'live' || this.#failures > 0) this.#enter('reconnecting')
    this.#failures += 1
    const delayMs = Math.min(RETRY_MS_MAX, 500 * 2 ** Math.min(this.#failures, 6)) * (0.5 + Math.random() / 2)
    this.#retry = setTimeout(() => this.start(), delayMs)
  }

  #enter(status: LiveState['status']): void {
    if (this.#state.status === status) return
    this.#state = { status, since: Date.now() }
    this.#tell({ type: 'state', state: this.#state })
  }
}
