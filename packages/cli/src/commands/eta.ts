import type { Calibration, WorkloadDetail, Why } from '@fairlead/sdk'
import { Command } from 'commander'
import { estimateText } from '../lib/estimate-text.ts'
import { examples } from '../lib/examples.ts'
import { wrap } from '../output/fit.ts'
import { answer, withOutput, type Format } from '../output/format.ts'
import { local, since } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** `fairlead eta`. */
export function etaCommand(app: App): Command {
  const command = new Command('eta')
    .summary('when a waiting job will start, and how far to trust that')
    .argument('<name>', 'name or id of a job')
    .option('-p, --project <name>', 'where to look the name up')
    .addHelpText('after', examples('fairlead eta train-a', 'fairlead eta train-a -o json'))
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async (name: string, { output, project }: { output: Format; project?: string }) => {
      const workload = await app.client.jobs.describe(name, { project })
      const isWaiting = workload.status.phase === 'QUEUED'
      const why = isWaiting ? await app.client.jobs.why(workload.id) : undefined
      const calibration = await app.client.forecasts.calibration({ nodePool: workload.nodePool.name })
      const data = {
        workload: workload.id,
        phase: workload.status.phase,
        startEstimate: why?.permanent === true ? null : workload.startEstimate,
        permanent: why?.permanent ?? false,
        startedAt: workload.startedAt,
        calibration: calibration.all,
      }
      answer(app, { output, data, table: () => showEta(app, workload, why, calibration) })
    },
  )
}

function showEta(app: App, workload: WorkloadDetail, why: Why | undefined, { waiting }: Calibration): string {
  const { paint, width = 100 } = app
  const name = `${workload.name} (${workload.project.name})`
  if (!why) {
    const started = workload.startedAt === null ? '' : `, and started at ${local(workload.startedAt)}`
    return `${name} is ${workload.status.phase}${started}\n`
  }
  if (why.permanent) {
    const lines = wrap(`${name} cannot start until something is changed: ${why.headline}`, width).map((line) =>
      paint.red(line),
    )
    if (why.hint !== null) lines.push(...wrap(`Fix: ${why.hint}`, width).map((line) => paint.green(line)))
    return `${lines.join('\n')}\n`
  }
  const { startEstimate } = workload
  if (!startEstimate) return `${name} has no forecast yet: ${why.headline}\n`
  const now = app.host.now()
  const held = (part: number | null) => `${Math.round((part ?? 0) * 100)} %`
  const trust =
    waiting.count === 0
      ? 'no earlier forecast of this pool has been put to the test yet'
      : `of the last ${waiting.count} forecasts of work that had to wait, p50 held ${held(waiting.p50Held)}, p90 ${held(waiting.p90Held)}`
  const made = `from ${startEstimate.samples} simulated futures, ${since(startEstimate.madeAt, now)} ago`
  return [
    ...wrap(`${name} starts: ${estimateText(startEstimate, now)}`, width).map((line) => paint.bold(line)),
    ...wrap(`${made}; ${trust}`, width).map((line) => paint.dim(line)),
    '',
  ].join('\n')
}
