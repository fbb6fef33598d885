import { ConflictError, UnavailableError } from '../errors.ts'
import { sleep } from '../http/sleep.ts'
import type { Transport } from '../http/transport.ts'
import type { Run } from '../models.ts'
import type { LogOptions } from './read-job-logs.ts'
import { isFinal } from './phases.ts'

const PAUSE_MS_MIN = 200
const PAUSE_MS_MAX = 3_000

/** The run that was asked for, or the newest. Whoever follows waits for one; everybody else is told that there is none. */
export async function firstRun(transport: Transport, workload: string, options: LogOptions): Promise<Run> {
  const where = { workload, ...(options.project === undefined ? {} : { project: options.project }) }
  return await search(options, async () => {
    const { items } = await transport.call('run.list', where, { signal: options.signal })
    const found = options.runId === undefined ? newest(items) : items.find((run) => run.id === options.runId)
    if (found && (!options.follow || isReadable(found))) return found
    const { name, status } = await transport.call('workload.get', where, { signal: options.signal })
    if (found && isFinal(status.phase)) return found
    if (options.follow && !isFinal(status.phase)) return undefined
    throw new ConflictError(
      `"${name}" ${isFinal(status.phase) ? 'never ran' : 'has not run yet'}, so it has no output`,
      {
        code: 'LOGS_NOT_AVAILABLE',
        hint: `see why: fairlead why ${name}`,
      },
    )
  })
}

/** The run that comes after this one, or `none` when the job goes no further by itself. */
export async function nextRun(transport: Transport, run: Run, options: LogOptions): Promise<Run | 'none'> {
  const where = { workload: run.workloadId }
  return await search(options, async () => {
    const { items } = await transport.call('run.list', where, { signal: options.signal })
    const latest = newest(items)
    if (latest && latest.generation > run.generation && isReadable(latest)) return latest
    const { status } = await transport.call('workload.get', where, { signal: options.signal })
    return isFinal(status.phase) || status.phase === 'SUSPENDED' ? 'none' : undefined
  })
}

/** Asks until there is an answer. Whoever follows outlasts a control plane that is away. */
async function search<T>({ follow, signal, onLost }: LogOptions, ask: () => Promise<T | undefined>): Promise<T> {
  for (let pauseMs = PAUSE_MS_MIN; ; pauseMs = Math.min(PAUSE_MS_MAX, pauseMs * 1.5)) {
    try {
      const answer = await ask()
      if (answer !== undefined) return answer
    } catch (error) {
      if (!follow || !(error instanceof UnavailableError)) throw error
      onLost?.(error)
    }
    await sleep(pauseMs, signal)
  }
}

/** Before an agent has taken a run there is nothing to read. */
function isReadable(run: Run): boolean {
  return run.phase !== 'ASSIGNED'
}

function newest(runs: readonly Run[]): Run | undefined {
  return runs.toSorted((a, b) => b.generation - a.generation)[0]
}
