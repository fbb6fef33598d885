import { join } from 'node:path'
import type { CommandDecline, CommandResult } from '@fairlead/protocol'
import type { z } from 'zod'
import { Journal } from '../lib/journal.ts'
import type { Logger } from '../lib/logger.ts'

export type Decline = z.infer<typeof CommandDecline>

/** What became of a command. Without an outcome it was begun, and whether it happened is not known. */
export type CommandRecord = {
  cmdId: string
  verb: string
  outcome?: { result: CommandResult } | { decline: Decline }
  isDone: boolean
}

const RECORDS_MAX = 1_000

/** The last thousand commands, on disk: the intent before the effect, the outcome after it. It makes "at least once" into once. */
export class CommandLedger {
  readonly #records = new Map<string, CommandRecord>()
  #journal: Journal | undefined

  static open(options: { stateDir: string; log: Logger }): CommandLedger {
    const ledger = new CommandLedger()
    ledger.#journal = Journal.open({
      dir: join(options.stateDir, 'commands'),
      log: options.log,
      apply: (entry) => {
        ledger.#keep(entry as CommandRecord)
        return true
      },
      snapshot: () => [...ledger.#records.values()],
    })
    return ledger
  }

  get(cmdId: string): CommandRecord | undefined {
    return this.#records.get(cmdId)
  }

  /** Records are replaced, never changed. */
  put(record: CommandRecord): void {
    this.#keep(record)
    this.#journal?.append(record)
  }

  /** Outcomes that the control plane has not confirmed. */
  unconfirmed(): CommandRecord[] {
    return [...this.#records.values()].filter((record) => record.outcome !== undefined && !record.isDone)
  }

  async close(): Promise<void> {
    await this.#journal?.close()
  }

  #keep(record: CommandRecord): void {
    this.#records.delete(record.cmdId)
    this.#records.set(record.cmdId, record)
    if (this.#records.size <= RECORDS_MAX) return
    for (const [cmdId, { isDone }] of this.#records) {
      if (!isDone && this.#records.size <= 2 * RECORDS_MAX) continue
      this.#records.delete(cmdId)
      return
    }
  }
}
