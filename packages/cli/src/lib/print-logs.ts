import type { FairleadError, LogItem, LogOptions } from '@fairlead/sdk'
import { span } from '../output/times.ts'
import type { App } from '../session/app.ts'

export interface PrintLogs extends LogOptions {
  /** Lines before this ISO time are left out. */
  since?: string | undefined
  /** Say which replica each line is of. */
  isPrefixed: boolean
}

/** A broken connection that is mended in less is not worth a word. */
const SILENT_MS = 3_000

/** Writes output as it comes: standard output of the job to ours, its standard error to ours. Answers how it ended. */
export async function printLogs(app: App, job: string, options: PrintLogs): Promise<Extract<LogItem, { type: 'end' }>> {
  let lostAt: number | undefined
  let isTold = false
  const onLost = (error: FairleadError) => {
    lostAt ??= performance.now()
    if (isTold || performance.now() - lostAt < SILENT_MS) return
    isTold = true
    app.note(`-- ${error.message}; trying on`)
  }
  for await (const item of app.client.jobs.logs(job, { ...options, onLost, signal: app.host.signal })) {
    if (isTold && lostAt !== undefined) app.note(`-- back after ${span(performance.now() - lostAt)}`)
    lostAt = undefined
    isTold = false
    if (item.type === 'end') return item
    if (item.type === 'gap') app.note(`-- ${item.bytes} bytes are missing here: ${item.reason}`)
    else if (item.type === 'run') app.note(`-- attempt ${item.run.generation}, on ${item.run.cluster.name}`)
    else if (options.since === undefined || item.at === null || item.at >= options.since) {
      const prefix = options.isPrefixed ? `${app.paint.cyan(`[${item.replica}]`)} ` : ''
      const out = item.stream === 'err' ? app.host.stderr : app.host.stdout
      app.progress.clear()
      out.write(`${prefix}${item.text}\n`)
    }
  }
  return { type: 'end', reason: 'end', message: '' }
}
