import type { LogLine } from '@fairlead/protocol'
import { hashText } from '../../lib/seeded-random.ts'
import { observeSimulated, type SimulatedRun } from './simulated-run.ts'

/** Where a reader is: the next tick and, within it, the next replica. */
export type OutputPlace = { tick: number; replica: number }

/** Ticks that exist at `now`: one line per replica and second of running, the last one when the run has ended. */
export function ticksAt(run: SimulatedRun, now: number, secondMs: number): { count: number; isOver: boolean } {
  const seen = observeSimulated(run, now)
  const isOver = seen.finishedAt !== undefined
  if (seen.startedAt === undefined) return { count: 0, isOver }
  const passed = Math.floor((Math.min(now, seen.finishedAt ?? now) - seen.startedAt) / secondMs) + 1
  return { count: passed + (isOver ? 1 : 0), isOver }
}

/** The line of one replica at one tick. The same run always writes the same lines. */
export function lineAt(run: SimulatedRun, place: OutputPlace, now: number, secondMs: number): LogLine {
  const seen = observeSimulated(run, now)
  const startedAt = seen.startedAt ?? now
  const last = ticksAt(run, now, secondMs)
  const isLast = last.isOver && place.tick === last.count - 1
  const at = isLast ? (seen.finishedAt ?? now) : startedAt + place.tick * secondMs
  const line: LogLine = {
    replica: place.replica,
    stream: 'out',
    at: new Date(at).toISOString(),
    text: textAt(run, place),
  }
  if (!isLast) return line
  const exitCode = seen.replicas?.[place.replica]?.exitCode ?? 0
  if (exitCode === 0) return { ...line, text: `done after ${place.tick} steps` }
  if (exitCode > 128) return { ...line, stream: 'err', text: `stopped by signal ${exitCode - 128}` }
  return { ...line, stream: 'err', text: `error: simulated failure, exit code ${exitCode}` }
}

function textAt(run: SimulatedRun, { tick, replica }: OutputPlace): string {
  if (tick === 0)
    return `${run.name}: replica ${replica} of ${run.replicas} started on ${run.nodes[replica] ?? 'a node'}`
  const noise = ((hashText(`${run.runId}:${tick}`) >>> 0) % 1000) / 10_000
  const loss = 2.5 / (1 + tick / 40) + noise
  return `step ${tick} loss ${loss.toFixed(4)}`
}
