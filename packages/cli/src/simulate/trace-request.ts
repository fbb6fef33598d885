import type { Input } from '@fairlead/sdk'
import type { Trace } from '../replay/trace.ts'

type TraceRequest = NonNullable<Input<'what-if.run'>['trace']>

/** The first jobs of a trace as the API takes them: times from the first one on. */
export function traceRequest({ jobs }: Trace, limit: number): TraceRequest {
  const taken = jobs.slice(0, limit)
  const queues = [...new Set(taken.map(({ queue }) => queue))]
  const numbers = new Map(queues.map((queue, index) => [queue, index]))
  const start = taken[0]?.submitAt ?? 0
  return {
    queues,
    rows: taken.map(({ submitAt, runSeconds, gpus, cpuMilli, memoryMib, queue }) => [
      submitAt - start,
      runSeconds,
      gpus,
      Math.round(cpuMilli ?? 0),
      Math.round(memoryMib ?? 0),
      numbers.get(queue) ?? 0,
    ]),
  }
}
