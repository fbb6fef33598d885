import type { WhatIfReport } from '@fairlead/sdk'
import { percent } from '../output/amounts.ts'
import { wrap } from '../output/fit.ts'
import { table } from '../output/table.ts'
import { local, span } from '../output/times.ts'
import type { App } from '../session/app.ts'

type Row = WhatIfReport['projects'][number]

/** The report for people: who gains, who loses, by project and pool. */
export function showReport(app: App, report: WhatIfReport): string {
  const { paint, width = 100 } = app
  const options = { width: app.width, paint }
  const color = (text: string, { effect }: Row) =>
    effect === 'GAINS' ? paint.green(text) : effect === 'LOSES' ? paint.red(text) : text
  const head = `${report.workloads} workloads from ${local(report.from)} to ${local(report.until)}, played twice in ${span(report.tookMs)}`
  const projects = table(
    report.projects,
    [
      { title: 'PROJECT', value: ({ project }) => project.name },
      { title: 'POOL', value: ({ nodePool }) => nodePool.name, elastic: 2 },
      { title: 'JOBS', value: ({ after }) => String(after.workloads), align: 'right' },
      { title: 'WAIT MEAN', value: ({ before, after }) => arrow(span(before.waitMeanMs), span(after.waitMeanMs)) },
      { title: 'WAIT P90', value: ({ before, after }) => arrow(span(before.waitP90Ms), span(after.waitP90Ms)) },
      { title: 'SHARE', value: ({ before, after }) => arrow(percent(before.share), percent(after.share)) },
      {
        title: 'PREEMPTED',
        value: ({ before, after }) => arrow(String(before.preemptions), String(after.preemptions)),
      },
      { title: 'NEVER STARTED', value: ({ before, after }) => unlessNone(before.neverStarted, after.neverStarted) },
      { title: 'EFFECT', value: ({ effect }) => effect.toLowerCase(), color },
    ],
    options,
  )
  const pools = table(
    report.pools,
    [
      { title: 'POOL', value: ({ nodePool }) => nodePool.name },
      { title: 'IN USE', value: ({ before, after }) => arrow(percent(before.utilisation), percent(after.utilisation)) },
      { title: 'OF', value: ({ resource }) => resource },
      { title: 'WAIT MEAN', value: ({ before, after }) => arrow(span(before.waitMeanMs), span(after.waitMeanMs)) },
      {
        title: 'PREEMPTED',
        value: ({ before, after }) => arrow(String(before.preemptions), String(after.preemptions)),
      },
    ],
    options,
  )
  const names = (list: readonly string[]) => (list.length === 0 ? 'nobody' : list.join(', '))
  const verdict = [`Gain: ${names(report.gainers)}`, `Lose: ${names(report.losers)}`]
  const notes = report.assumptions.flatMap((text) => wrap(`- ${text}`, width)).map((line) => paint.dim(line))
  const warnings = (report.warnings ?? [])
    .flatMap((text) => wrap(`Beware: ${text}`, width))
    .map((line) => paint.yellow(line))
  return `${[head, '', projects, pools, ...verdict, ...warnings, '', paint.dim('Assumed:'), ...notes].join('\n')}\n`
}

function arrow(before: string, after: string): string {
  return before === after ? before : `${before} -> ${after}`
}

function unlessNone(before: number, after: number): string {
  return before + after === 0 ? '' : arrow(String(before), String(after))
}
