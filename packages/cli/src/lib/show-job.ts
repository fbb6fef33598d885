import type { Run, TimelineEvent, WorkloadDetail } from '@fairlead/sdk'
import { percent, requests } from '../output/amounts.ts'
import { fields } from '../output/fields.ts'
import { table } from '../output/table.ts'
import { paintPhase } from '../output/phase.ts'
import { local, since, span } from '../output/times.ts'
import { costText } from './cost-text.ts'
import type { App } from '../session/app.ts'

const EVENTS_MAX = 12
const NODES_MAX = 6

/** Everything about a job on one page. */
export function showJob(app: App, job: WorkloadDetail, runs: readonly Run[], events: readonly TimelineEvent[]): string {
  const { status } = job
  const now = app.host.now()
  const contact = status.connected === false ? `out of contact; as of ${local(status.observedAt)}` : ''
  const head = fields(
    [
      ['Name', job.name],
      ['Id', job.id],
      ['Project', job.project.name],
      ['Kind', job.kind],
      ['Phase', `${status.phase} for ${since(status.since, now)}`],
      ['Reason', status.reason],
      ['Message', status.message],
      ['Fix', status.hint],
      ['Exit code', status.exitCode === null ? '' : String(status.exitCode)],
      ['Cluster', job.cluster?.name],
      ['Contact', contact],
      ['Nodes', nodesOf(job.nodes)],
      ['Address', job.address],
      ['Progress', percent(job.progress)],
      [
        'Figures',
        Object.entries(job.figures)
          .map(([name, value]) => `${name} ${value}`)
          .join(', '),
      ],
      ['Result', job.result === null ? '' : JSON.stringify(job.result)],
      ['Node pool', job.nodePool.name],
      ['Asks for', `${job.replicas === 1 ? '' : `${job.replicas} times `}${requests(job.requests)}`],
      ['Priority', `${job.priority}, ${job.preemptible ? 'preemptible' : 'not preemptible'}`],
      [
        'Labels',
        Object.entries(job.labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(', '),
      ],
      ['Cloned from', job.clonedFrom === null ? '' : (job.clonedFrom.name ?? `${job.clonedFrom.id}, which is gone`)],
      ['Clones', job.clones.map(({ name }) => name).join(', ')],
      ['Template', textOf(job.spec['template'])],
      ['Size', textOf(job.spec['size'])],
      ['Image', textOf(job.spec['image'])],
      ['Command', commandOf(job.spec)],
      ['Submitted', `${local(job.submittedAt)} by ${job.createdBy.name}`],
      ['Started', local(job.startedAt)],
      ['Ended', local(job.finishedAt)],
      [
        'Ran for',
        job.startedAt
          ? span(Date.parse(job.finishedAt ?? new Date(now).toISOString()) - Date.parse(job.startedAt))
          : '',
      ],
      ['Cost', costText(job)],
      ['Failures', job.failures > 0 ? String(job.failures) : ''],
      ['Preempted', job.preemptions > 0 ? `${job.preemptions} time(s)` : ''],
    ],
    app,
  )
  return [head, showRuns(app, runs), showEvents(app, job.name, events)].filter((text) => text !== '').join('\n')
}

function showRuns(app: App, runs: readonly Run[]): string {
  if (runs.length === 0) return ''
  return table(
    runs,
    [
      { title: 'RUN', value: (run) => String(run.generation), align: 'right' },
      { title: 'PHASE', value: (run) => run.phase, color: (text, run) => paintPhase(text, run.phase, app.paint) },
      { title: 'CLUSTER', value: (run) => run.cluster.name, elastic: 2 },
      { title: 'NODES', value: (run) => nodesOf(run.nodes), elastic: 2 },
      { title: 'EXIT', value: (run) => (run.exitCode === null ? '' : String(run.exitCode)), align: 'right' },
      {
        title: 'RAN FOR',
        value: (run) =>
          run.startedAt
            ? span((run.finishedAt ? Date.parse(run.finishedAt) : app.host.now()) - Date.parse(run.startedAt))
            : '',
        align: 'right',
      },
      { title: 'NOTE', value: noteOfRun, elastic: 1 },
    ],
    app,
  )
}

function noteOfRun(run: Run): string {
  const preempted = run.preemptedFor ? `preempted for ${run.preemptedFor.name} of ${run.preemptedFor.project}` : ''
  return [preempted, run.message ?? run.reason ?? ''].filter((text) => text !== '').join('; ')
}

function showEvents(app: App, name: string, events: readonly TimelineEvent[]): string {
  if (events.length === 0) return ''
  const left = events.length - EVENTS_MAX
  const earlier = left > 0 ? app.paint.dim(`${left} earlier events: fairlead get ${name} -o json\n`) : ''
  const shown = table(
    events.slice(-EVENTS_MAX),
    [
      { title: 'WHEN', value: (event) => local(event.at) },
      {
        title: 'PHASE',
        value: (event) => event.phase,
        color: (text, event) => paintPhase(text, event.phase, app.paint),
      },
      { title: 'WHAT', value: (event) => event.message, elastic: 1 },
    ],
    app,
  )
  return earlier + shown
}

/** Equal neighbours are counted: a gang often has several replicas on a node. */
function nodesOf(nodes: readonly string[]): string {
  const counts = [...Map.groupBy(nodes, (name) => name)].map(([name, all]) =>
    all.length === 1 ? name : `${name} (${all.length})`,
  )
  const more = counts.length - NODES_MAX
  return counts.slice(0, NODES_MAX).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function commandOf(spec: Readonly<Record<string, unknown>>): string {
  const words = [spec['command'], spec['args']].flatMap((part) => (Array.isArray(part) ? (part as string[]) : []))
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ')
}
