import { z } from 'zod'

/**
 * An order outside desired state, at least once. The agent's ledger makes it effectively once: a repeated `cmdId` answers the
 * stored result. Desired state, not commands, starts and stops runs.
 */
export const Command = z.object({
  cmdId: z.uuid(),
  /**
   * `check`: run the self-test and answer its lines; `{network: true}` also tries every path the agent needs. `report`: send a full status. `connection.test`: try a
   * `{namespace, connection}` and answer `{latencyMs, objects?, bytes?}`. `workload.ended`: `{namespace, workloadId}` gets no further run, so that claims which do not outlive it may go. `upgrade`: become
   * another release, see `UpgradeOrder`. Others are declined.
   */
  verb: z.string().min(1).max(64),
  args: z.record(z.string(), z.unknown()),
  /** Measured on the agent's monotonic clock from receipt. */
  ttlMs: z.int().positive(),
  fence: z.object({ epoch: z.int().positive(), generation: z.int().nonnegative().optional() }),
})
export type Command = z.infer<typeof Command>

export const CommandAck = z.object({ cmdId: z.uuid() })
/** Final: the agent will not do it. */
export const CommandDecline = z.object({
  cmdId: z.uuid(),
  reason: z.enum(['unsupported', 'stale_epoch', 'stale_generation', 'expired', 'policy']).catch('unsupported'),
  message: z.string().max(1024),
})
/** Repeated after each reconnect until `command.done`. */
export const CommandResult = z.object({
  cmdId: z.uuid(),
  ok: z.boolean(),
  message: z.string().max(1024),
  output: z.unknown(),
})
export type CommandResult = z.infer<typeof CommandResult>
export const CommandDone = z.object({ cmdId: z.uuid() })

/** One line of the self-test, answered by the verb `check`. */
export const CheckLine = z.object({
  name: z.string().max(64),
  ok: z.boolean(),
  detail: z.string().max(1024),
  /** What the cluster's owner can do when `ok` is false. */
  fix: z.string().max(1024).optional(),
})
export type CheckLine = z.infer<typeof CheckLine>
