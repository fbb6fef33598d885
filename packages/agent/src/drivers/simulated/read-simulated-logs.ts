import type { LogLine } from '@fairlead/protocol'
import { sleep, type Clock } from '../../lib/clock.ts'
import { lineBytes, LogNotFound, type LogBatch, type LogRequest } from '../driver.ts'
import { lineAt, ticksAt, type OutputPlace } from './simulated-output.ts'
import type { SimulatedRun } from './simulated-run.ts'

/** The output of a simulated run. Nothing is stored: each line follows from the run and its place. */
export async function* readSimulatedLogs(options: {
  run: SimulatedRun | undefined
  request: LogRequest
  clock: Clock
  secondMs: number
}): AsyncGenerator<LogBatch> {
  const { run, request, clock, secondMs } = options
  if (run === undefined) throw new LogNotFound(`run ${request.runId} has no output here`)
  const replicas = request.replica === undefined ? run.nodes.map((_, index) => index) : [request.replica]
  let place = startOf(request, ticksAt(run, clock.now(), secondMs).count)
  while (!request.signal.aborted) {
    const now = clock.now()
    const { count, isOver } = ticksAt(run, now, secondMs)
    const lines: LogLine[] = []
    let bytes = 0
    while (place.tick < count) {
      const replica = replicas.find((index) => index >= place.replica)
      if (replica === undefined) {
        place = { tick: place.tick + 1, replica: 0 }
        continue
      }
      const line = lineAt(run, { tick: place.tick, replica }, now, secondMs)
      const size = lineBytes(line.text)
      if (bytes + size > request.batchBytesMax && lines.length > 0) break
      lines.push(line)
      bytes += size
      place = { tick: place.tick, replica: replica + 1 }
    }
    if (lines.length > 0) {
      yield { lines, cursor: `${place.tick}.${place.replica}` }
      continue
    }
    if (isOver || !request.isFollowing) return
    await sleep(clock, Math.max(20, secondMs / 2), request.signal)
  }
}

function startOf(request: LogRequest, count: number): OutputPlace {
  const [, tick, replica] = /^(\d{1,12})\.(\d{1,6})$/.exec(request.cursor ?? '') ?? []
  if (tick !== undefined && replica !== undefined) return { tick: Number(tick), replica: Number(replica) }
  if (request.tailLines !== undefined) return { tick: Math.max(0, count - request.tailLines), replica: 0 }
  return { tick: 0, replica: 0 }
}
