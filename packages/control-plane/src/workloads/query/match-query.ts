import type { Workload } from '../schemas.ts'
import type { Comparison, QueryValue, Term } from './parse-query.ts'

/**
 * Whether a workload is what a query asks for, by the same rules as `query-condition.ts`: a list that is kept current row by row must not read
 * itself anew. `departmentOf` names the department of a project; unknown is never a match.
 */
export function matchQuery(
  terms: readonly Term[],
  workload: Workload,
  now: number,
  departmentOf: (projectId: string) => string | undefined,
): boolean {
  return terms.every(
    (term) => term.values.some((value) => holds(term.key, value, workload, now, departmentOf)) !== term.isNegated,
  )
}

function holds(
  key: Term['key'],
  value: QueryValue,
  workload: Workload,
  now: number,
  departmentOf: (projectId: string) => string | undefined,
): boolean {
  if (value.kind === 'word') return value.words.includes(wordOf(key, workload))
  if (value.kind === 'number') return compare(numberOf(key, workload, now), value.op, value.number)
  if (key === 'label') {
    const at = value.text.indexOf('=')
    const label = workload.labels[value.text.slice(0, at)]
    return label !== undefined && isLike(label, value.text.slice(at + 1))
  }
  if (key === 'name') return isLike(workload.name, value.text.includes('*') ? value.text : `*${value.text}*`)
  return textsOf(key, workload, departmentOf).some((text) => isLike(text, value.text))
}

function wordOf(key: Term['key'], { status, kind, preemptible }: Workload): string {
  if (key === 'state') return status.phase
  return key === 'kind' ? kind : String(preemptible)
}

function textsOf(
  key: Term['key'],
  { project, cluster, nodePool, createdBy, status }: Workload,
  departmentOf: (projectId: string) => string | undefined,
): string[] {
  if (key === 'project') return [project.name, project.id]
  if (key === 'department') return [departmentOf(project.id) ?? ''].filter((name) => name !== '')
  if (key === 'user') return [createdBy.name, createdBy.id]
  if (key === 'cluster') return cluster ? [cluster.name, cluster.id] : []
  if (key === 'pool') return [nodePool.name, nodePool.id]
  return status.reason === null ? [] : [status.reason]
}

function numberOf(key: Term['key'], workload: Workload, now: number): number {
  if (key === 'age') return (now - Date.parse(workload.submittedAt)) / 1000
  // Of what has not ended no comparison holds, and with NaN none does.
  if (key === 'finished') return workload.finishedAt === null ? NaN : (now - Date.parse(workload.finishedAt)) / 1000
  if (key === 'gpu' || key === 'cpu' || key === 'memory') return (workload.requests[key] ?? 0) * workload.replicas
  if (key === 'replicas') return workload.replicas
  if (key === 'failures') return workload.failures
  return key === 'preemptions' ? workload.preemptions : workload.priority
}

function compare(left: number, op: Comparison, right: number): boolean {
  if (op === '<') return left < right
  if (op === '<=') return left <= right
  if (op === '>') return left > right
  return op === '>=' ? left >= right : left === right
}

/** The same text whatever its case; `*` stands for any characters. */
function isLike(text: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const whole = text.toLowerCase()
  const [first = '', ...rest] = parts
  if (rest.length === 0) return whole === first
  const last = rest.pop() ?? ''
  if (!whole.startsWith(first) || !whole.endsWith(last) || whole.length < first.length + last.length) return false
  let at = first.length
  const end = whole.length - last.length
  for (const part of rest) {
    const found = whole.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
