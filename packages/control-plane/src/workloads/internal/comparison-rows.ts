import type { ComparisonRow } from '../schemas.ts'
import type { Detail } from './detail-of.ts'
import { flatSpec } from './flat-spec.ts'
import type { Life } from './life-of.ts'

/** One workload as it is compared: what it asks for with names in place of ids, and what became of it. */
export interface Compared {
  detail: Detail
  life: Life
}

type Value = ComparisonRow['values'][number]
type Group = ComparisonRow['group']
type Unit = ComparisonRow['unit']

interface Figure {
  group: Group
  name: string
  unit: Unit
  value: Value
}

/** Fields of a specification that have a group of their own; all others are what the work is. */
const GROUP_OF: Readonly<Record<string, Group>> = {
  replicas: 'resources',
  replicasMin: 'resources',
  limits: 'resources',
  env: 'environment',
  placement: 'placement',
}
/** Told as figures of the workload itself. */
const TOLD = new Set(['resources', 'priority', 'preemptible', 'labels'])

/**
 * The rows of a comparison: every field that one of the workloads has, group by group, in the order in which the first one that has it
 * names it. `undefined` is a workload that was not found: it has no values and makes no difference.
 */
export function comparisonRows(all: readonly (Compared | undefined)[]): ComparisonRow[] {
  const columns = all.map((one) => (one === undefined ? [] : figuresOf(one)))
  const keyOf = ({ group, name }: Figure) => `${group} ${name}`
  const values = columns.map((figures) => new Map(figures.map((figure) => [keyOf(figure), figure.value])))
  const first = new Map(
    columns
      .flat()
      .toReversed()
      .map((figure) => [keyOf(figure), figure]),
  )
  const order = [...new Set(columns.flat().map(keyOf))]
  const rows = order.flatMap((key): ComparisonRow[] => {
    const figure = first.get(key)
    if (figure === undefined) return []
    const row = values.map((column) => column.get(key) ?? null)
    if (row.every((value) => value === null)) return []
    const known = row.filter((_, index) => all[index] !== undefined)
    const { group, name, unit } = figure
    return [{ group, name, unit, values: row, differs: new Set(known).size > 1 }]
  })
  const groups = new Map(GROUPS.map((group, index) => [group, index]))
  return rows.toSorted((a, b) => (groups.get(a.group) ?? 0) - (groups.get(b.group) ?? 0))
}

const GROUPS: readonly Group[] = ['what', 'work', 'resources', 'environment', 'placement', 'life', 'use']

function figuresOf({ detail, life }: Compared): Figure[] {
  const figure = (group: Group, name: string, unit: Unit, value: Value | undefined): Figure => ({
    group,
    name,
    unit,
    value: value ?? null,
  })
  const inPhase = (phase: string) =>
    life.stays.filter((stay) => stay.phase === phase).reduce((sum, { ms }) => sum + ms, 0)
  const { status, labels, requests, spec } = detail
  const nodes = [...new Set(detail.nodes)]
  const gpu = life.metrics.get('gpu')
  return [
    figure('what', 'project', 'text', detail.project.name),
    figure('what', 'kind', 'text', detail.kind),
    figure('what', 'submitted by', 'text', detail.createdBy.name),
    figure('what', 'priority', 'number', detail.priority),
    figure('what', 'preemptible', 'text', detail.preemptible ? 'yes' : 'no'),
    ...Object.entries(labels).map(([name, value]) => figure('what', `labels.${name}`, 'text', value)),
    ...Object.entries(requests).map(([name, value]) => figure('resources', `resources.${name}`, unitOf(name), value)),
    ...[...flatSpec(spec)].flatMap(([path, text]) => {
      const [top = ''] = path.split('.')
      return TOLD.has(top) ? [] : [figure(GROUP_OF[top] ?? 'work', path, 'text', text)]
    }),
    figure('placement', 'node pool', 'text', detail.nodePool.name),
    figure('placement', 'cluster', 'text', detail.cluster?.name),
    figure('placement', 'nodes', 'text', nodes.length === 0 ? null : nodes.join(', ')),
    figure('life', 'phase', 'text', status.phase),
    figure('life', 'reason', 'text', status.reason),
    figure('life', 'exit code', 'number', status.exitCode),
    figure('life', 'submitted', 'time', detail.submittedAt),
    figure('life', 'waited', 'ms', inPhase('QUEUED')),
    figure('life', 'starting', 'ms', inPhase('ASSIGNED') + inPhase('STARTING')),
    figure('life', 'started', 'time', detail.startedAt),
    figure('life', 'ran', 'ms', life.runs === 0 ? null : Math.round(life.runningMs)),
    figure('life', 'finished', 'time', detail.finishedAt),
    figure('life', 'runs', 'number', life.runs),
    figure('life', 'failures', 'number', detail.failures),
    figure('life', 'preemptions', 'number', detail.preemptions),
    figure('use', 'GPU hours', 'hours', (requests['gpu'] ?? 0) > 0 ? rounded(life.gpuHours) : null),
    figure('use', 'GPU busy, mean', 'percent', gpu && rounded(gpu.mean)),
    figure('use', 'GPU memory, most', 'memory', roundedMost(life, 'gpuMemory')),
    figure('use', 'CPU hours', 'hours', rounded(life.cpuHours)),
    figure('use', 'CPU, mean', 'cpu', roundedMean(life, 'cpu')),
    figure('use', 'memory, most', 'memory', roundedMost(life, 'memory')),
    figure('use', 'progress', 'share', detail.progress),
    ...Object.entries(detail.figures).map(([name, value]) => figure('use', `figure ${name}`, 'number', value)),
  ]
}

function unitOf(resource: string): Unit {
  return resource === 'cpu' || resource === 'memory' || resource === 'gpu' ? resource : 'number'
}

function roundedMost(life: Life, metric: string): number | undefined {
  const found = life.metrics.get(metric)
  return found && Math.round(found.most)
}

function roundedMean(life: Life, metric: string): number | undefined {
  const found = life.metrics.get(metric)
  return found && Math.round(found.mean)
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
