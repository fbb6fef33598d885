import type { NodeStatus, RunStatus } from '@fairlead/protocol'
import type { ObservedNode, ObservedReplica, ObservedRun } from '../drivers/driver.ts'

/** Replicas named in one status; those that failed come first. A frame stays far below its limit. */
const REPLICAS_MAX = 1_000
const MESSAGE_CHARS_MAX = 1_024

/** A run as it travels: times become ages at the moment of sending. */
export function runStatus(run: ObservedRun, seq: number, now: number): RunStatus {
  return {
    kind: 'run',
    key: run.runId,
    generation: run.generation,
    seq,
    phase: run.phase,
    ...(run.reason === undefined ? {} : { reason: run.reason }),
    ...(run.message === undefined ? {} : { message: run.message.slice(0, MESSAGE_CHARS_MAX) }),
    ...(run.exitCode === undefined ? {} : { exitCode: run.exitCode }),
    ...(run.startedAt === undefined ? {} : { startedAgoMs: ageOf(run.startedAt, now) }),
    ...(run.finishedAt === undefined ? {} : { finishedAgoMs: ageOf(run.finishedAt, now) }),
    ...(run.replicas === undefined ? {} : { replicas: shortened(run.replicas) }),
    ...(run.progress === undefined ? {} : { progress: run.progress }),
    ...(run.figures === undefined ? {} : { figures: run.figures }),
    ...(run.result === undefined ? {} : { result: run.result }),
    ...(run.address === undefined ? {} : { address: run.address }),
  }
}

/** A node as it travels. */
export function nodeStatus(node: ObservedNode, seq: number): NodeStatus {
  const { name, ...rest } = node
  return { kind: 'node', key: name, seq, ...rest }
}

function ageOf(at: number, now: number): number {
  return Math.max(0, Math.round(now - at))
}

function shortened(replicas: ObservedReplica[]): ObservedReplica[] {
  if (replicas.length <= REPLICAS_MAX) return replicas
  const failed = replicas.filter((replica) => replica.phase === 'FAILED')
  const others = replicas.filter((replica) => replica.phase !== 'FAILED')
  return [...failed, ...others].slice(0, REPLICAS_MAX)
}
