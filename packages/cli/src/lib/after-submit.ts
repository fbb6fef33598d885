import type { Job } from '@fairlead/sdk'
import { answer, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'
import { printLogs } from './print-logs.ts'
import { waitForEnd } from './wait-for-end.ts'
import { showJobs } from './show-jobs.ts'

export interface AfterSubmit {
  output: Format
  wait?: boolean
  follow?: boolean
  waitTimeout?: number
}

/** What comes after submitting: say so, follow the output, or wait for the end. */
export async function afterSubmit(app: App, jobs: readonly Job[], options: AfterSubmit): Promise<void> {
  const { output, wait, follow } = options
  const [only] = jobs
  for (const warning of jobs.flatMap((job) => job.warnings)) app.note(`warning: ${warning}`)
  if (follow && only) {
    if (output === 'table') app.note(`${only.name} is submitted to ${only.data.project.name}`)
    await leavable(app, only, () => printLogs(app, only.id, { follow: true, isPrefixed: only.data.replicas > 1 }))
  }
  if (wait || follow) {
    await leavable(app, only, () => waitForEnd(app, jobs, { timeoutMs: options.waitTimeout }))
    if (follow && output === 'table') {
      for (const job of jobs) app.note(`${job.name} is ${job.status.phase}${reasonOf(job)}`)
      return
    }
  }
  const data = jobs.map((job) => job.data)
  answer(app, {
    output,
    data: data.length === 1 ? data[0] : data,
    names: () => jobs.map((job) => job.name),
    table: () => showJobs(app, data),
  })
  if (!wait && !follow && output === 'table' && only) {
    const name = jobs.length === 1 ? only.name : 'NAME'
    app.hint(`\nwatch it: fairlead logs ${name} -f\nwhy does it wait: fairlead why ${name}`)
  }
}

/** Whoever leaves is told that the job does not. */
async function leavable<T>(app: App, job: Job | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (app.host.signal.aborted && job) {
      app.note(`left; the job goes on. End it with: fairlead cancel ${job.name}`)
    }
    throw error
  }
}

function reasonOf(job: Job): string {
  return job.status.phase === 'SUCCEEDED' || job.status.message === null ? '' : `: ${job.status.message}`
}
