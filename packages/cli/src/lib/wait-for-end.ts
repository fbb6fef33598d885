import { isFinal, TimeoutError, type Job, type WaitEvent, type Workload } from '@fairlead/sdk'
import { span } from '../output/times.ts'
import type { App } from '../session/app.ts'
import { EXIT } from './exit-code.ts'

export interface WaitForEnd {
  until?: 'running' | 'finished'
  timeoutMs?: number | undefined
}

/** Waits for jobs with progress on the terminal. The command ends with 1 when one of them has no success, and with 7 when time runs out. */
export async function waitForEnd(app: App, jobs: readonly Job[], options: WaitForEnd = {}): Promise<Workload[]> {
  const states = new Map(jobs.map((job) => [job.id, job.data]))
  const task = app.progress.start('')
  const draw = (extra = '') => task.update(describe([...states.values()]) + extra)
  draw()
  const onEvent = (event: WaitEvent) => {
    if (event.type === 'status') {
      states.set(event.workload.id, event.workload)
      draw()
    } else draw(`; the control plane is out of reach for ${span(event.sinceMs)}`)
  }
  try {
    const ends = await Promise.allSettled(jobs.map((job) => job.wait({ ...options, onEvent, signal: app.host.signal })))
    for (const end of ends) if (end.status === 'rejected' && !(end.reason instanceof TimeoutError)) throw end.reason
    const late = ends.find((end) => end.status === 'rejected')
    task.stop()
    for (const job of jobs)
      if (isFinal(job.status.phase) && job.status.phase !== 'SUCCEEDED') app.endWith(EXIT.jobFailed)
    if (late?.status === 'rejected') {
      app.note((late.reason as Error).message)
      app.endWith(EXIT.timeout)
    }
    return [...states.values()]
  } finally {
    task.stop()
  }
}

function describe(jobs: readonly Workload[]): string {
  const [only] = jobs
  if (only && jobs.length === 1) {
    const { phase, message } = only.status
    return `${only.name} is ${phase}${message === null ? '' : `: ${message}`}`
  }
  const byPhase = Map.groupBy(jobs, (job) => job.status.phase)
  return [...byPhase].map(([phase, mine]) => `${mine.length} ${phase}`).join(', ')
}
