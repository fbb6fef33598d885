import type { Command, CommandResult } from '@fairlead/protocol'
import type { Produced } from '../link/frame-source.ts'
import type { Clock } from '../lib/clock.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import { VerbDeclined } from './verb-declined.ts'
import type { CommandLedger, CommandRecord, Decline } from './command-ledger.ts'

export type Verb = {
  /** Doing it a second time does no harm: it may be repeated when its outcome was lost. */
  isRepeatable: boolean
  run: (args: Record<string, unknown>) => Promise<Pick<CommandResult, 'ok' | 'message' | 'output'>>
}

export type CommandDeskOptions = {
  ledger: CommandLedger
  verbs: Record<string, Verb>
  clock: Clock
  log: Logger
  send: (frame: Produced) => void
  currentEpoch: () => number
  /** The newest generation of a run that is known here. */
  generationOf: (runId: string) => number | undefined
}

type Waiting = { command: Command; receivedAt: number }

/** Takes orders one after the other, each at most once, and repeats what came of them until the control plane has heard it. */
export class CommandDesk {
  readonly #options: CommandDeskOptions
  readonly #waiting: Waiting[] = []
  readonly #underWay = new Set<string>()
  #isWorking = false

  constructor(options: CommandDeskOptions) {
    this.#options = options
  }

  /** Orders that have not been carried out yet. */
  get depth(): number {
    return this.#underWay.size
  }

  receive(command: Command): void {
    const { ledger, clock } = this.#options
    const { cmdId } = command
    const known = ledger.get(cmdId)
    if (known?.outcome !== undefined) {
      this.#tell(known)
      return
    }
    const reason = this.#reasonAgainst({ command, receivedAt: clock.mono() })
    if (reason !== undefined && !this.#underWay.has(cmdId)) {
      this.#decline(command, reason)
      return
    }
    this.#options.send({ t: 'command.ack', body: { cmdId } })
    if (this.#underWay.has(cmdId)) return
    this.#underWay.add(cmdId)
    this.#waiting.push({ command, receivedAt: clock.mono() })
    void this.#work()
  }

  /** The control plane has the outcome. */
  confirm(cmdId: string): void {
    const record = this.#options.ledger.get(cmdId)
    if (record !== undefined && !record.isDone) this.#options.ledger.put({ ...record, isDone: true })
  }

  /** A session begins: say again what may have been lost. */
  repeatOutcomes(): void {
    for (const record of this.#options.ledger.unconfirmed()) this.#tell(record)
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#carryOut(next)
      this.#underWay.delete(next.command.cmdId)
    }
    this.#isWorking = false
  }

  async #carryOut(waiting: Waiting): Promise<void> {
    const { ledger, verbs, log } = this.#options
    const { command } = waiting
    const reason = this.#reasonAgainst(waiting)
    const verb = verbs[command.verb]
    if (reason !== undefined || verb === undefined) {
      this.#decline(command, reason ?? { reason: 'unsupported', message: `unknown verb ${command.verb}` })
      return
    }
    const { cmdId } = command
    if (ledger.get(cmdId) !== undefined && !verb.isRepeatable) {
      this.#finish(command, {
        ok: false,
        message: 'the agent was stopped while it did this; the outcome is unknown',
        output: null,
      })
      return
    }
    ledger.put({ cmdId, verb: command.verb, isDone: false })
    try {
      this.#finish(command, await verb.run(command.args))
    } catch (error) {
      if (error instanceof VerbDeclined) {
        this.#decline(command, { reason: 'policy', message: error.message.slice(0, 1024) })
        return
      }
      log.warn({ cmdId, verb: command.verb, problem: messageOf(error) }, 'command failed')
      this.#finish(command, { ok: false, message: messageOf(error), output: null })
    }
  }

  #reasonAgainst({ command, receivedAt }: Waiting): Omit<Decline, 'cmdId'> | undefined {
    const { verbs, clock, currentEpoch, generationOf } = this.#options
    const { fence, ttlMs, args } = command
    if (fence.epoch < currentEpoch()) return { reason: 'stale_epoch', message: `epoch ${fence.epoch} is over` }
    const known = typeof args.runId === 'string' ? generationOf(args.runId) : undefined
    if (fence.generation !== undefined && known !== undefined && fence.generation < known) {
      return { reason: 'stale_generation', message: `generation ${fence.generation} is over, ${known} is here` }
    }
    if (clock.mono() - receivedAt > ttlMs) return { reason: 'expired', message: `not begun within ${ttlMs} ms` }
    if (Object.hasOwn(verbs, command.verb)) return undefined
    return { reason: 'unsupported', message: `this agent does not know the verb ${command.verb}` }
  }

  #decline(command: Command, decline: Omit<Decline, 'cmdId'>): void {
    const record: CommandRecord = {
      cmdId: command.cmdId,
      verb: command.verb,
      outcome: { decline: { cmdId: command.cmdId, ...decline } },
      isDone: false,
    }
    this.#options.log.info({ cmdId: command.cmdId, verb: command.verb, ...decline }, 'command declined')
    this.#options.ledger.put(record)
    this.#tell(record)
  }

  #finish(command: Command, result: Pick<CommandResult, 'ok' | 'message' | 'output'>): void {
    const record: CommandRecord = {
      cmdId: command.cmdId,
      verb: command.verb,
      outcome: { result: { cmdId: command.cmdId, ...result, message: result.message.slice(0, 1024) } },
      isDone: false,
    }
    this.#options.ledger.put(record)
    this.#tell(record)
  }

  #tell({ outcome }: CommandRecord): void {
    if (outcome === undefined) return
    if ('result' in outcome) this.#options.send({ t: 'command.result', body: outcome.result })
    else this.#options.send({ t: 'command.decline', body: outcome.decline })
  }
}
