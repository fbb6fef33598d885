import type { z } from 'zod'
import { Command, CommandDone } from './command.ts'
import { DesiredBegin, DesiredDelta, DesiredEnd, DesiredPage } from './desired.ts'
import { Drain } from './drain.ts'
import { ErrorBody } from './error.ts'
import { HeartbeatEcho } from './heartbeat.ts'
import { LogClose, LogCredit, LogOpen } from './logs.ts'
import { Welcome } from './welcome.ts'

/** Every message that the control plane may send, by type. */
export const CONTROL_TO_AGENT = {
  welcome: Welcome,
  'desired.begin': DesiredBegin,
  'desired.page': DesiredPage,
  'desired.end': DesiredEnd,
  'desired.delta': DesiredDelta,
  command: Command,
  'command.done': CommandDone,
  hb: HeartbeatEcho,
  'log.open': LogOpen,
  'log.credit': LogCredit,
  'log.close': LogClose,
  drain: Drain,
  error: ErrorBody,
} as const satisfies Record<string, z.ZodType>

export type ControlToAgent = typeof CONTROL_TO_AGENT
