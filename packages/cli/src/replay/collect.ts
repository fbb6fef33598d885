import { UnavailableError, type Client, type Run, type Workload } from '@fairlead/sdk'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outages } from './outages.ts'

export interface Collected {
  workload: Workload
  runs: Run[]
}

const AT_ONCE = 8

/** Every workload of the replay with its runs, as the control plane has them in the end. */
export async function collect(
  client: Client,
  options: {
    department: string
    replayId: string
    signal: AbortSignal
    outages: Outages
    onProgress: (done: number, of: number) => void
  },
): Promise<Collected[]> {
  const { department, replayId, signal, outages, onProgress } = options
  const workloads = await patiently(outages, signal, async () => {
    const found: Workload[] = []
    for await (const job of client.jobs.list({ department, search: replayId, pageSize: 1000 }, { signal }))
      found.push(job.data)
    return found
  })
  const collected: Collected[] = []
  let next = 0
  async function worker(): Promise<void> {
    for (let at = next; at < workloads.length; at = next) {
      next += 1
      const workload = workloads[at]
      if (!workload) return
      const runs = await patiently(outages, signal, () => client.jobs.runs(workload.id, { signal }))
      collected.push({ workload, runs })
      onProgress(collected.length, workloads.length)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return collected
}

/** Until the control plane answers. */
async function patiently<T>(outages: Outages, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      const answer = await ask()
      outages.isBack()
      return answer
    } catch (error) {
      if (!(error instanceof UnavailableError) || signal.aborted) throw error
      outages.isAway(error)
      await sleep(500, undefined, { signal })
    }
  }
}
