import type { FairleadError } from '../errors.ts'
import { API_PREFIX } from '../generated/routes.ts'
import type { Transport } from '../http/transport.ts'
import { firstRun, nextRun } from './find-run.ts'
import type { LogEnd, LogItem } from './log-items.ts'
import { readRunLogs } from './read-run-logs.ts'

export interface LogOptions {
  /** Go on until the job has ended, over all its attempts; wait for the first one if it has not run yet. */
  follow?: boolean
  /** Only the last lines of what is there already. */
  tail?: number | undefined
  replica?: number | undefined
  /** Only lines with this text, whatever its case; the cluster's own output is searched, as far as `tail` reaches. */
  search?: string | undefined
  /** With `search`: so many lines around each, up to 20. */
  context?: number | undefined
  /** Absent: the newest run. */
  runId?: string | undefined
  /** Of a line of that `runId` which was read before: go on behind it. */
  cursor?: string | undefined
  /** Where to look the name up. */
  project?: string | undefined
  signal?: AbortSignal | undefined
  /** Told when the connection was lost, before it is made again. */
  onLost?: (error: FairleadError) => void
}

/** The output of a job, line by line, without loss and without repeats whatever happens to the connection. The last item is `end`. */
export async function* readJobLogs(
  transport: Transport,
  workload: string,
  options: LogOptions = {},
): AsyncGenerator<LogItem, void, void> {
  const { follow = false, signal, onLost, replica, search, context } = options
  let { cursor, tail } = options
  let run = await firstRun(transport, workload, options)
  for (;;) {
    const { id: runId, workloadId } = run
    const open = (behind: string | undefined, leaving: AbortSignal) =>
      transport.open(pathOf(workloadId, { runId, follow, replica, tail, search, context, cursor: behind }), leaving)
    let end: LogEnd = { type: 'end', reason: 'end', message: '' }
    for await (const item of readRunLogs(open, { runId, follow, cursor, signal, onLost })) {
      if (item.type === 'end') end = item
      else yield item
    }
    // A cluster that refuses to show the output will do so again.
    const next = follow && end.reason === 'end' ? await nextRun(transport, run, options) : 'none'
    if (next === 'none') {
      yield end
      return
    }
    run = next
    cursor = undefined
    tail = undefined
    yield { type: 'run', run }
  }
}

function pathOf(workloadId: string, fields: Record<string, string | number | boolean | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    // A cursor says where to begin, and so does a tail: the cursor is the later word.
    if (value === undefined || (name === 'tail' && fields['cursor'] !== undefined)) continue
    query.set(name, String(value))
  }
  return `${API_PREFIX}/workloads/${workloadId}/logs?${query.toString()}`
}
