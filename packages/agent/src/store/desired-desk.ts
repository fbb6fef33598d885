import type { ApplyFailure } from '@fairlead/protocol'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Produced } from '../link/frame-source.ts'
import type { ControlFrame } from '../link/session.ts'
import type { AppliedReporter } from './applied-reporter.ts'
import { DesiredIntake, type Intake } from './desired-intake.ts'
import type { DesiredStore, ItemName } from './desired-store.ts'

export type DesiredFrame = Extract<ControlFrame, { t: `desired.${string}` }>

export type DesiredDeskOptions = {
  store: DesiredStore
  applied: AppliedReporter
  clock: Clock
  log: Logger
  send: (frame: Produced) => void
  /** Items have changed: check what can be done and do it. Returns what cannot. */
  onChanged: (changed: ItemName[]) => ApplyFailure[]
  /** Everything that was wanted when the session began is applied now. */
  onCaughtUp: () => void
}

/** A snapshot that was asked for and did not begin within this time is asked for again. */
const WANT_AGAIN_MS = 10_000

/** Answers frames of desired state: takes them in, says what came of it, and knows when the agent has heard everything. */
export class DesiredDesk {
  readonly #options: DesiredDeskOptions
  readonly #intake: DesiredIntake
  #wantedAt: number | undefined
  #targetRev: number | undefined
  #isCaughtUp = false

  constructor(options: DesiredDeskOptions) {
    this.#options = options
    this.#intake = new DesiredIntake(options.store)
  }

  /** True when everything that was wanted at the start of the newest session is applied. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp
  }

  /** A session begins. @param desiredRev What the control plane is at. */
  restart(desiredRev: number): void {
    this.#intake.reset()
    this.#wantedAt = undefined
    this.#targetRev = desiredRev
    this.#isCaughtUp = false
    this.#options.applied.restart()
    if (this.#options.store.appliedRev === desiredRev) this.#catchUp()
  }

  take(frame: DesiredFrame): void {
    this.#answer(this.#read(frame), frame)
  }

  #read(frame: DesiredFrame): Intake {
    switch (frame.t) {
      case 'desired.begin':
        this.#wantedAt = undefined
        return this.#intake.begin(frame.b)
      case 'desired.page':
        return this.#intake.page(frame.b)
      case 'desired.end':
        return this.#intake.end(frame.b)
      case 'desired.delta':
        return this.#intake.delta(frame.b)
    }
  }

  #answer(intake: Intake, frame: DesiredFrame): void {
    const { applied, log, store, onChanged } = this.#options
    switch (intake.kind) {
      case 'waiting':
        return
      case 'known':
        applied.note([])
        return
      case 'applied':
        log.debug({ rev: store.appliedRev, changed: intake.changed.length }, 'desired state applied')
        applied.note(onChanged(intake.changed))
        if (!this.#isCaughtUp && (intake.isSnapshot || store.appliedRev >= (this.#targetRev ?? 0))) this.#catchUp()
        return
      case 'want':
        this.#want(intake.reason)
        return
      case 'refused':
        log.error({ type: frame.t, problem: intake.message }, 'desired state refused')
        this.#options.send({
          t: 'error',
          body: { code: intake.code, message: intake.message.slice(0, 1024), fatal: false },
          re: frame.id,
        })
        return
    }
  }

  #want(reason: string): void {
    const { clock, log, send } = this.#options
    if (this.#wantedAt !== undefined && clock.mono() - this.#wantedAt < WANT_AGAIN_MS) return
    this.#wantedAt = clock.mono()
    log.warn({ reason }, 'asking for a snapshot of desired state')
    send({ t: 'desired.want', body: { reason: reason.slice(0, 256) } })
  }

  #catchUp(): void {
    this.#isCaughtUp = true
    this.#options.onCaughtUp()
  }
}
