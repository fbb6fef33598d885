import type { z } from 'zod'
import { Applied } from './applied.ts'
import { CommandAck, CommandDecline, CommandResult } from './command.ts'
import { DesiredWant } from './desired.ts'
import { ErrorBody } from './error.ts'
import { Heartbeat } from './heartbeat.ts'
import { Hello } from './hello.ts'
import { LogChunk, LogClose } from './logs.ts'
import { Metrics } from './metrics.ts'
import { StatusBegin, StatusDelta, StatusEnd, StatusPage } from './status.ts'
import { UpgradeReport } from './upgrade.ts'

/** Every message that an agent may send, by type. */
export const AGENT_TO_CONTROL = {
  hello: Hello,
  'desired.want': DesiredWant,
  applied: Applied,
  'status.begin': StatusBegin,
  'status.page': StatusPage,
  'status.end': StatusEnd,
  'status.delta': StatusDelta,
  'command.ack': CommandAck,
  'command.decline': CommandDecline,
  'command.result': CommandResult,
  hb: Heartbeat,
  metrics: Metrics,
  'log.chunk': LogChunk,
  'log.close': LogClose,
  'upgrade.report': UpgradeReport,
  error: ErrorBody,
} as const satisfies Record<string, z.ZodType>

export type AgentToControl = typeof AGENT_TO_CONTROL
